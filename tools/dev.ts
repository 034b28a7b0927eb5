import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createVite } from 'vite';

/**
 * Development: the API starts again when its sources change, the browser follows the web app's without a reload.
 * People open Vite's address; it passes on what is the API's.
 */
const root = join(import.meta.dirname, '..');
const apiPort = await freePort();
const api = `http://127.0.0.1:${apiPort}`;
const proxy = Object.fromEntries(
  ['/api', '/media', '/healthz', '/readyz'].map((path) => [path, { target: api }]),
);

const vite = await createVite({
  root: join(root, 'web'),
  configFile: join(root, 'web', 'vite.config.ts'),
  server: { port: Number(process.env.PORT) || 3000, strictPort: Boolean(process.env.PORT), proxy },
});
await vite.listen();
const [address = ''] = vite.resolvedUrls?.local ?? [];

const server = spawn('node', ['--watch', '--watch-preserve-output', 'server/main.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PORT: String(apiPort), PUBLIC_URL: address.replace(/\/$/, '') },
});
// The terminal has told the server too; it takes its time to put the database away.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
await once(server, 'exit');
await vite.close();

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}
