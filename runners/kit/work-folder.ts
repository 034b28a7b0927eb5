import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Owner = z.object({ host: z.string(), pid: z.int(), started: z.string() });
type Owner = z.infer<typeof Owner>;

/** When a process started, in the kernel's ticks: tells a process from a later one with the same number. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function isAlive(owner: Owner): Promise<boolean> {
  // Numbers of another machine (a shared disk, another container) say nothing here.
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  return (await startOf(owner.pid)) === owner.started;
}

async function ownerOf(folder: string): Promise<Owner | null> {
  const text = await readFile(join(folder, 'pid'), 'utf8').catch(() => 'null');
  try {
    return Owner.nullable().parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Removes what killed runners left in the work folder. Returns how many runs that were. */
export async function removeLeftovers(work_dir: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(work_dir).catch(() => [])) {
    if (!name.startsWith('run-')) continue;
    const owner = await ownerOf(join(work_dir, name));
    if (owner && (await isAlive(owner))) continue;
    await rm(join(work_dir, name), { recursive: true, force: true });
    removed++;
  }
  return removed;
}

/** A fresh folder of this process; jobs get folders below it. */
export async function openRunFolder(work_dir: string): Promise<string> {
  await mkdir(work_dir, { recursive: true });
  const owner: Owner = { host: hostname(), pid: process.pid, started: await startOf(process.pid) };
  const starting = await mkdtemp(join(work_dir, 'new-'));
  await writeFile(join(starting, 'pid'), JSON.stringify(owner)).catch(async (error: unknown) => {
    await rm(starting, { recursive: true });
    throw error;
  });
  const folder = starting.replace(/new-(\w+)$/, 'run-$1');
  // Named only when the pid file is in it: another runner that starts now must not take it for a leftover.
  await rename(starting, folder);
  return folder;
}
