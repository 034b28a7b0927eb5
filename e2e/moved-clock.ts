import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startSeodang } from '../server/testing/process.ts';

/** Runs in the server before anything of it: its clock is ahead by the seconds in a file. */
function runAhead(file: string): void {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const now = () => realNow() + 1000 * Number(readFileSync(file, 'utf8'));
  const realNow = Date.now;
  globalThis.Date = new Proxy(Date, {
    construct: (real, given, made) => Reflect.construct(real, given.length > 0 ? given : [now()], made),
    get: (real, name) => (name === 'now' ? now : Reflect.get(real, name)),
  });
}

/** A system of its own, whose clock moves together with that of a page. */
export async function startWithMovedClock() {
  const dataDir = mkdtempSync(join(tmpdir(), 'seodang-clock-'));
  const file = join(dataDir, 'seconds-ahead');
  let ahead = 0;
  const write = () => {
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  write();
  const preload = encodeURIComponent(`(${runAhead})(${JSON.stringify(file)})`);
  const NODE_OPTIONS = `--import=data:text/javascript,${preload}`;
  const server = await startSeodang(dataDir, { NODE_OPTIONS, TRUST_PROXY: 'true' });
  return {
    address: server.address,
    /** The server's first, so that the page never says what has not happened yet. */
    travel: async (page: Page, seconds: number) => {
      ahead += seconds;
      write();
      await page.clock.fastForward(seconds * 1000);
    },
    stop: async () => {
      server.signal('SIGTERM');
      await server.ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const positionOf = (page: Page): Promise<number> =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

/** Waits until the picture has moved on by that many seconds. */
export async function playedOn(page: Page, seconds: number): Promise<void> {
  const from = await positionOf(page);
  await expect.poll(() => positionOf(page), { intervals: [100] }).toBeGreaterThan(from + seconds);
}
