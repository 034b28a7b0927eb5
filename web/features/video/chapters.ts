import type { Chapter } from '@seodang/contract/video-chapters.ts';

const LINE = /^[-–•\s]*(?:(\d{1,2}):)?(\d{1,3}):(\d{2})[\s.)\]–-]+(\S.*)$/;

/** Chapters as people write them, a line each: `00:00 들어가기`, `1:02:30 연습`; with the numbers of lines that are none. */
export function parseChapters(text: string): { chapters: Chapter[]; wrong: number[] } {
  const chapters: Chapter[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, hours = '0', minutes = '', seconds = '', title = ''] = LINE.exec(line.trim()) ?? [];
    const at = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    if (title === '' || Number(seconds) > 59 || chapters.some((other) => other.at === at))
      wrong.push(index + 1);
    else chapters.push({ at, title: title.trim().slice(0, 100) });
  }
  return { chapters: chapters.toSorted((a, b) => a.at - b.at), wrong };
}

/** The chapters as lines that can be read again. */
export function writeChapters(chapters: readonly Chapter[]): string {
  return chapters.map(({ at, title }) => `${stampOf(at)} ${title}`).join('\n');
}

function stampOf(at: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const short = `${two((at / 60) % 60)}:${two(at % 60)}`;
  return at < 3600 ? short : `${Math.floor(at / 3600)}:${short}`;
}

/** The chapter that a second belongs to. */
export function chapterAt(chapters: readonly Chapter[], seconds: number): Chapter | undefined {
  return chapters.findLast(({ at }) => at <= seconds);
}

/** Back goes to where the present chapter begins, and from its first seconds to the one before. */
const FIRST_SECONDS = 3;

/** Where a step to the next chapter or back leads; undefined where there is none. */
export function chapterStep(chapters: readonly Chapter[], seconds: number, by: 1 | -1): number | undefined {
  if (by === 1) return chapters.find(({ at }) => at > seconds)?.at;
  return chapters.findLast(({ at }) => at <= seconds - FIRST_SECONDS)?.at ?? chapters[0]?.at;
}
