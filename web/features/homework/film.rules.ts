/** What is wrong is the file itself; any other code is a trouble of the server or its runners. */
export const isOwnFault = (reason: string) => reason.startsWith('source_') || reason === 'no_film';

type Words = { reasons: Record<string, string | undefined>; refused: string; ourFault: string };

/** Why a video cannot be played: what is wrong with the file, or that the fault is not with who sent it. */
export const whyRefused = (words: Words, reason: string): string =>
  words.reasons[reason] ?? (isOwnFault(reason) ? words.refused : words.ourFault);

/** A moment of a video as people write it: 0:07, 12:30. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
