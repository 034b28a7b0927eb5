import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#testing/free-port.ts';

/** Whether Redis or Valkey is installed here; tools/system-packages.ts says how to get it. */
export function hasRedis(): boolean {
  return findRedis() !== undefined;
}

function findRedis(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['redis-server', 'valkey-server'];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** A real Redis of our own, which keeps nothing on disk unless told to. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, args: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#args = args;
  }

  /** On a free port; `args` as on its command line. */
  static async start(...args: string[]): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'seodang-redis-'));
    const server = new RedisServer(await freePort(), folder, args);
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Takes connections when this resolves; also after a `kill`, at the same address. */
  async begin(): Promise<void> {
    if (this.#child) return;
    const usual = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#folder];
    const child = spawn(findRedis() ?? 'redis-server', [...usual, ...this.#args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    for await (const line of createInterface({ input: child.stdout }))
      if (/ready to accept/i.test(line)) break;
    child.stdout.resume();
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
