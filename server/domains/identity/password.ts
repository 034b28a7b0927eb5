import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '#core/problem.ts';
import { randomText } from '#core/tokens.ts';
import { weaknessOf } from './password.rules.ts';

// Measured: 7 ms. Argon2id is the library's default algorithm.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CURRENT = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Keyboards differ in how they compose Hangul; the same password is the same text. */
const composed = (password: string) => password.normalize('NFKC');

export function hashPassword(password: string): Promise<string> {
  return hash(composed(password), parameters);
}

let decoy: Promise<string> | undefined;

/** Without a hash it takes as long and is false, so that the time does not tell whether there is an account. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomText());
  const isRight = await verify(stored ?? (await decoy), composed(password));
  return stored !== null && isRight;
}

/** Whether the hash was made with other parameters than today's. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(CURRENT);
}

/** Refuses what is too easy to guess, with the reason for the screen. */
export function mustBeStrong(password: string, pointer: string, names: readonly (string | null)[]): void {
  const reason = weaknessOf(password, names);
  if (reason) refuse('weak_password', { reason, errors: [{ pointer, message: reason }] });
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Easy to read aloud and to type: no 0/o, 1/l/i. About 49 bits. */
export function temporaryPassword(): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
