import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const poll_ms = 200;
const unsigned_ms = 5_000;

/** Runs `work` while no other process runs under the same lock folder; a lock of a dead process is taken over. */
export async function withLock(folder, work) {
  for (let waits = 0; !(await taken(folder)); waits++) {
    if (await isStale(folder)) await clear(folder);
    else {
      if (waits === 0) console.error('Waiting for another command that is setting up this checkout …');
      await setTimeout(poll_ms);
    }
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function taken(folder) {
  try {
    await mkdir(folder);
    await writeFile(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** By way of a name of our own: the lock that is there now may be somebody's new one, and is given back. */
async function clear(folder) {
  const aside = `${folder}.${process.pid}`;
  await rename(folder, aside).catch(() => {});
  if (await isStale(aside)) await rm(aside, { recursive: true, force: true });
  else await rename(aside, folder).catch(() => {});
}

async function isStale(folder) {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
  if (pid > 0) return !isAlive(pid);
  // Killed between making the folder and signing it, or just about to sign.
  const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > unsigned_ms;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
