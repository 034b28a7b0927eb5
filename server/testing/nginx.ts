import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

const NJS = '/usr/lib/nginx/modules/ngx_http_js_module.so';

/** Whether nginx with the module njs is installed here; tools/system-packages.ts says how to get it. */
export function hasNginx(): boolean {
  return findNginx() !== undefined && existsSync(NJS);
}

function findNginx(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path));
}

export type Nginx = { stop: () => Promise<void> };

/**
 * A real nginx with one worker, with this in its `http` context; all it writes lies in a folder of its own, which
 * `http` is told. It listens when this resolves; throws what nginx said when it does not start.
 */
export async function startNginx(http: (folder: string) => string | Promise<string>): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-nginx-'));
  const conf = join(folder, 'nginx.conf');
  await writeFile(conf, mainConf(folder, await http(folder)));
  const child = spawn(findNginx() ?? 'nginx', ['-c', conf, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await started(child);
  return {
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Started as root, its worker would become somebody who may not enter our folder. */
function mainConf(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    `load_module ${NJS};`,
    process.getuid?.() === 0 ? 'user root;' : '',
    `pid ${folder}/pid; error_log stderr notice; daemon off; worker_processes 1;`,
    'events { worker_connections 1024; }',
    'http {',
    'access_log off; types { } default_type application/octet-stream;',
    ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
    http,
    '}',
  ].join('\n');
}

async function started(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  if (!child.stderr) throw new Error('nginx says nothing');
  const lines = createInterface(child.stderr);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  lines.on('line', (line) => {
    said.push(line);
    if (line.includes('start worker process ')) resolve();
  });
  child.once('exit', () => reject(new Error(`nginx did not start:\n${said.join('\n')}`)));
  child.once('error', reject);
  await promise;
}
