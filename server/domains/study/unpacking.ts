import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '#core/problem.ts';
import { turns } from '#core/turns.ts';
import { runApart } from './apart.ts';
import type { ImportPlan } from './import.rules.ts';
import type { Conversion, KeptPicture } from './package-pictures.ts';
import type { Picture } from './pictures.ts';

/** What the process is told: where the package lies, where its pictures go, and which sources are there already. */
export type Order = { path: string; folder: string; known: string[]; with_pictures: boolean };
type Wanted = { known: ReadonlySet<string>; withPictures: boolean };
export type Unpacked = ImportPlan & {
  pictures: readonly KeptPicture[];
  open: (picture: KeptPicture) => Promise<Picture>;
};

const program = join(import.meta.dirname, 'unpacking.program.ts');
const bounds = { patience_ms: 2 * 60_000, heap_mb: 512, within: tmpdir() };

/** Each holds a package in memory while it waits. */
const MOST_AT_ONCE = 4;
const inTurn = turns();
let here = 0;

/** Whether a file is a package of questions, rather than a spreadsheet, which is a ZIP too. */
export function isPackage(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')) && !bytes.includes('xl/workbook.xml');
}

/**
 * What a package of questions would add, unpacked and read with its pictures in a process that may be killed, one at a
 * time; the pictures can be opened until `use` ends, and nothing of the package stays. Refuses `questions_unreadable` with
 * a reason, also `too_slow` and `failed` where the process was ended or died, and `unavailable` where too many wait.
 */
export async function unpackApart<T>(
  bytes: Buffer,
  wanted: Wanted,
  use: (unpacked: Unpacked) => Promise<T>,
  { within, ...limits } = bounds,
): Promise<T> {
  if (here >= MOST_AT_ONCE) refuse('unavailable');
  here += 1;
  try {
    const folder = await mkdtemp(join(within, 'seodang-package-'));
    try {
      const plan = await inTurn(() => unpack(bytes, wanted, folder, limits));
      const open = async (picture: KeptPicture) => ({
        ...picture,
        bytes: await readFile(join(folder, picture.name)),
      });
      return await use({ ...plan, open });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } finally {
    here -= 1;
  }
}

async function unpack(
  bytes: Buffer,
  { known, withPictures }: Wanted,
  folder: string,
  limits: Omit<typeof bounds, 'within'>,
) {
  const path = join(folder, 'package');
  await writeFile(path, bytes, { mode: 0o600 });
  const order: Order = { path, folder, known: [...known], with_pictures: withPictures };
  // What it keeps for a while is in the folder too, and goes with it however the process ends.
  const ended = await runApart(program, order, { ...limits, env: { TMPDIR: folder } });
  if ('fault' in ended)
    refuse('questions_unreadable', { reason: ended.fault === 'too_slow' ? 'too_slow' : 'failed' });
  const found = JSON.parse(ended.said) as Conversion;
  return 'refused' in found ? refuse('questions_unreadable', found.refused) : found;
}
