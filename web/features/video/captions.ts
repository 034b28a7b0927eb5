import type { CaptionTrack } from '@seodang/contract/video-captions.ts';

export type Cue = { from: number; to: number; text: string };
/** What somebody watches with: a language and label, or nothing. */
export type CaptionChoice = { language: string; label: string } | undefined;

const seconds = (stamp: string) => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** Reads the WebVTT that the server makes of every caption file: times, then text up to an empty line. */
export function parseCaptions(vtt: string): Cue[] {
  const cues = vtt.matchAll(/^([\d:.]+) --> ([\d:.]+)\n((?:.+\n?)+)/gm);
  return [...cues].map(([, from = '', to = '', text = '']) => ({
    ...{ from: seconds(from), to: seconds(to), text: text.trim() },
  }));
}

/** The captions that go with what was chosen before, perhaps at another video: the same ones, or of the same language. */
export function captionsFor(
  tracks: readonly CaptionTrack[],
  choice: CaptionChoice,
): CaptionTrack | undefined {
  if (!choice) return undefined;
  const inLanguage = tracks.filter(({ language }) => language === choice.language);
  return inLanguage.find(({ label }) => label === choice.label) ?? inLanguage[0];
}

/** A choice as the browser keeps it. */
export function readChoice(text: string | undefined): CaptionChoice {
  const [language = '', ...label] = (text ?? '').split('|');
  return language === '' ? undefined : { language, label: label.join('|') };
}

export function writeChoice(choice: CaptionChoice): string | undefined {
  return choice && `${choice.language}|${choice.label}`;
}
