import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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
