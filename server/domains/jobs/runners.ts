import type { Db } from '#core/db.ts';
import * as queries from './lease.queries.ts';
import type { Desk } from './lease.ts';

const NOTE_MS = 10_000;
const everNoted = new WeakMap<Db, Map<string, number>>();

/** Remembers that a runner asked for work. Forgetting what was noted costs one more write, nothing else. */
export async function noteRunner(
  { db, clock }: Pick<Desk, 'db' | 'clock'>,
  id: string,
  kinds: string[],
): Promise<void> {
  const now = clock();
  const noted = everNoted.get(db) ?? new Map<string, number>();
  everNoted.set(db, noted);
  if (now.getTime() - (noted.get(id) ?? 0) < NOTE_MS) return;
  if (noted.size > 10_000) noted.clear();
  noted.set(id, now.getTime());
  await queries.noteRunner(db, id, kinds, now);
}
