/** One caption: from and to in milliseconds, and its text as WebVTT may hold it. */
export type Cue = { from: number; to: number; text: string };

export type CaptionFault =
  | 'no_cues'
  | 'times_missing'
  | 'times_wrong'
  | 'ends_before_it_begins'
  | 'text_too_long'
  | 'too_many';

/** What is in a caption file, or what is wrong with it and in which line (from 1 on). */
export type ReadCaptions = { cues: Cue[] } | { fault: CaptionFault; line: number };

const MAX_CUES = 20_000;
const MAX_TEXT = 2000;
/** Blocks of WebVTT that are no captions; their styles are not ours to show. */
const NO_CUE = /^(WEBVTT|NOTE|STYLE|REGION)\b/;
const ARROW = '-->';

type Block = { line: number; lines: string[] };

/** Reads WebVTT or SRT, which differ in little: what is marked by an arrow between two times is a caption. */
export function readCaptions(text: string): ReadCaptions {
  const cues: Cue[] = [];
  for (const block of blocksOf(text)) {
    if (NO_CUE.test(block.lines[0] ?? '')) continue;
    const cue = readCue(block);
    if ('fault' in cue) return cue;
    if (cue.text !== '') cues.push(cue);
    if (cues.length > MAX_CUES) return { fault: 'too_many', line: block.line };
  }
  if (cues.length === 0) return { fault: 'no_cues', line: 1 };
  return { cues: cues.toSorted((a, b) => a.from - b.from || a.to - b.to) };
}

/** Lines that stand together, with where they begin. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '') open = undefined;
    else if (open) open.lines.push(line);
    else {
      open = { line: at + 1, lines: [line] };
      blocks.push(open);
    }
  }
  return blocks;
}

function readCue({ line, lines }: Block): Cue | { fault: CaptionFault; line: number } {
  const at = lines.findIndex((one) => one.includes(ARROW));
  if (at !== 0 && at !== 1) return { fault: 'times_missing', line };
  const [left = '', right = ''] = (lines[at] ?? '').split(ARROW);
  const [from, to] = [timeOf(left.trim()), timeOf(right.trim().split(/\s+/)[0] ?? '')];
  const where = line + at;
  if (from === undefined || to === undefined) return { fault: 'times_wrong', line: where };
  if (to <= from) return { fault: 'ends_before_it_begins', line: where };
  const text = cleanText(lines.slice(at + 1).join('\n'));
  return text.length > MAX_TEXT ? { fault: 'text_too_long', line: where + 1 } : { from, to, text };
}

/** `01:02:03,450`, `02:03.450` and `1:2:3` in milliseconds. */
function timeOf(text: string): number | undefined {
  const [, hours = '0', minutes = '', seconds = '', rest = ''] =
    /^(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/.exec(text) ?? [];
  if (minutes === '' || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Number(rest.padEnd(3, '0'));
}

const entities: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&quot;': '"', '&#39;': "'" },
  ...{ '&lrm;': '', '&rlm;': '' },
};

/** Text alone, and what makes it bold, italic or underlined: whatever else a file brings along is not shown. */
export function cleanText(text: string): string {
  return text
    .replace(/\{\\[^}]*\}/g, '')
    .split(/(<\/?[biu]>)/i)
    .map((part, at) => (at % 2 === 1 ? part.toLowerCase() : plain(part)))
    .join('')
    .trim();
}

function plain(text: string): string {
  return (
    text
      .replace(/<\/?[A-Za-z0-9][^<>]*>/g, '')
      .replace(/&(?:amp|lt|gt|nbsp|quot|#39|lrm|rlm);/g, (entity) => entities[entity] ?? '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u2028\u2029]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}

/** The captions as the one form that players get. */
export function toWebVtt(cues: readonly Cue[]): string {
  return `WEBVTT\n\n${cues.map(({ from, to, text }) => `${stampOf(from)} ${ARROW} ${stampOf(to)}\n${text}\n`).join('\n')}`;
}

function stampOf(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = ms / 1000;
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}
