import { join } from 'node:path';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { chunkGroups } from './build/chunk-groups.ts';
import { contractWithoutSchemas } from './build/contract-plugin.ts';
import { routerConfig } from './build/router-config.ts';
import { shellForWorker } from './build/shell-plugin.ts';
import { filesForStudents } from './build/student-plugin.ts';

const file = (name: string) => join(import.meta.dirname, name);
const apiInDevelopment = { target: 'http://127.0.0.1:3000', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    tanstackRouter(routerConfig),
    react(),
    contractWithoutSchemas(),
    shellForWorker(),
    filesForStudents(),
  ],
  server: { proxy: { '/api': apiInDevelopment, '/media': apiInDevelopment } },
  build: {
    target: 'es2023',
    // light-dark() stays as it is: the polyfill cannot follow Mantine's own switch.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    modulePreload: { polyfill: false },
    // Small files stay files: a strict Content-Security-Policy refuses data: scripts and fonts.
    assetsInlineLimit: 0,
    sourcemap: true,
    manifest: true,
    rolldownOptions: {
      input: { index: 'index.html', 'study-begin': 'study-begin.ts', 'service-worker': 'service-worker.ts' },
      output: {
        codeSplitting: { groups: [chunkGroups(file('main.tsx'), file('study-begin.ts'))] },
        // The worker stands at the root, under one name, so that it serves every address and is replaced.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
