import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What went wrong, in words for people: every wrong field of a description, or what the system says of a file. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'there is no such file';
  return error.message;
}

/** Does something with a file, and names the file in what is thrown. */
export async function named<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${file}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The value in a file of JSON. */
export const jsonFile = (file: string): Promise<unknown> =>
  named(file, async () => JSON.parse(await readFile(file, 'utf8')));
