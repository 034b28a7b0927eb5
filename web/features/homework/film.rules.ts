import type { Remark } from '@seodang/contract/homework-film.ts';

/** What is wrong is the file itself; any other code is a trouble of the server or its runners. */
export const isOwnFault = (reason: string) => reason.startsWith('source_') || reason === 'no_film';

type Words = { reasons: Record<string, string | undefined>; refused: string; ourFault: string };

/** Why a video cannot be played: what is wrong with the file, or that the fault is not with who sent it. */
export const whyRefused = (words: Words, reason: string): string =>
  words.reasons[reason] ?? (isOwnFault(reason) ? words.refused : words.ourFault);

type Typed = { remarks: readonly Remark[]; unsaid: Remark | undefined };

/** All that was said to moments, in order; what was typed and not added yet is meant as well. */
export function remarksOf({ remarks, unsaid }: Typed): Remark[] {
  const text = unsaid?.text.trim() ?? '';
  const all = unsaid && text !== '' ? [...remarks, { ...unsaid, text }] : [...remarks];
  return all.toSorted((a, b) => a.at - b.at);
}

/** A moment of a video as people write it: 0:07, 12:30. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
