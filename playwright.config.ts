import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './tools/system-packages.ts';

const isRoot = process.getuid?.() === 0;
const executablePath = findChromium();

/** Few academies may be opened from one address; the desktop and the phone are two households. */
const from = (address: string) => ({ extraHTTPHeaders: { 'x-forwarded-for': address } });

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/browser',
  globalSetup: './e2e/system.setup.ts',
  forbidOnly: true,
  // As in vitest.config.ts: what passes only the second time is counted and named as flaky.
  retries: 1,
  // One more than a small machine has cores: a journey often waits for the server.
  workers: 3,
  timeout: 360_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: process.env.SEODANG_URL ?? '',
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    contextOptions: { reducedMotion: 'reduce' },
    // Measured: recording each test takes a fourth of the CPU time; `npx playwright test --trace on NAME` does it for one.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      // What a student or a parent does is walked on the phone.
      testIgnore: ['**/j4-*', '**/j5-student-*', '**/j11-*'],
      use: { viewport: { width: 1366, height: 768 }, ...from('10.1.0.1') },
    },
    {
      name: 'phone',
      // What an owner or a teacher does at a desk is walked there.
      testIgnore: ['**/j1-*', '**/j3-*', '**/j5-audit*', '**/omr-*'],
      grepInvert: /@desktop/,
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, ...from('10.1.0.2') },
    },
  ],
});
