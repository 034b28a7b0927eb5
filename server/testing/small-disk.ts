import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that is soon full; undefined where we may not mount one. */
export function mountSmallDisk(bytes: number): { root: string; unmount: () => void } | undefined {
  const root = mkdtempSync(join(tmpdir(), 'seodang-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', root], { stdio: 'ignore' });
  } catch {
    rmSync(root, { recursive: true });
    return undefined;
  }
  const unmount = () => {
    execFileSync('umount', [root]);
    rmSync(root, { recursive: true });
  };
  return { root, unmount };
}

/** Fills a small disk but for `left` bytes; returns how to make room again. */
export function fillDisk(root: string, left = 0): () => void {
  const { bavail, bsize } = statfsSync(root);
  const ballast = join(root, 'ballast');
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - Math.ceil(left / bsize) * bsize));
  return () => rmSync(ballast);
}
