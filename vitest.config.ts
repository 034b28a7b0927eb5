import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { hasRedis } from './server/testing/redis.ts';

const usual = {
  pool: 'forks',
  // Measured: a fifth of the time. What a test file loads is mostly loaded already, by the one before it.
  isolate: false,
  // What fails twice is broken; what fails once is named at the end of `npm test`, and has a race to be found.
  retry: 1,
  // No test is about how quick a machine is; this only ends what hangs.
  testTimeout: 600_000,
  hookTimeout: 600_000,
  // Tests run under Node's own type stripping, so what production would refuse fails here too.
  experimental: { viteModuleRunner: false },
} as const;

/** What a viewer or a teacher meets is the same wherever live playbacks are kept. */
const playback = [
  'cases',
  'enforcement',
  'forgery',
  'forgery-evidence',
  'playback',
  'playback-events',
  'playback-store',
  'policy-changes',
  'violation-judgement',
  'watching',
];

export default defineConfig({
  test: {
    globalSetup: ['server/testing/global-setup.ts'],
    // The usual is one fewer than there are cores; the checks and the browser tests run beside.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...usual,
          name: 'all',
          include: ['{server,packages,runners,tools,web,deploy}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.redis.test.ts'],
        },
      },
      {
        test: {
          ...usual,
          name: 'redis',
          include: hasRedis()
            ? [
                'server/**/*.redis.test.ts',
                ...playback.map((topic) => `server/domains/video/${topic}.test.ts`),
              ]
            : [],
          provide: { playbacksIn: 'redis' },
        },
      },
    ],
  },
});
