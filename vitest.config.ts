import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{server,packages,runners,tools,web,deploy}/**/*.test.ts'],
    globalSetup: ['server/testing/global-setup.ts'],
    pool: 'forks',
    // The usual is one fewer than there are cores: on two that is one, and the other core sleeps.
    maxWorkers: '100%',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Tests run under Node's own type stripping, so what production would refuse fails here too.
    experimental: { viteModuleRunner: false },
  },
});
