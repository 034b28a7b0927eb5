import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Viewers who ask for one file after the other, as fast as they come. */
export type Load = { port: number; paths: readonly string[]; connections: number; seconds: number };
export type Measured = { bytes_per_second: number; requests: number; cpu_s: number };

const WARM_UP_MS = 500;
/** Read into again and again, so that measuring costs little. */
const buffer = Buffer.alloc(256 * 1024);

/** One keep-alive connection; what arrives is counted and dropped. */
class Viewer {
  bytes = 0;
  requests = 0;
  #left = -1;
  #answered: () => void = () => {};
  #failed: (error: Error) => void = () => {};
  readonly #socket: Socket;
  readonly #paths: readonly string[];

  constructor({ port, paths }: Load) {
    this.#paths = paths;
    this.#socket = connect({
      ...{ port, host: '127.0.0.1' },
      onread: { buffer, callback: (bytes, chunk) => this.#take(Buffer.from(chunk.buffer, 0, bytes)) },
    });
    this.#socket.on('error', (error) => this.#failed(error));
  }

  async run(first: number, until: () => boolean): Promise<void> {
    for (let at = first; !until(); at += 1) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(`GET ${this.#paths[at % this.#paths.length]} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
      await promise;
      this.requests += 1;
    }
    this.#socket.destroy();
  }

  /** Both servers send the head in one piece. */
  #take(chunk: Buffer): boolean {
    let body = chunk.length;
    if (this.#left < 0) {
      const head = chunk.toString('latin1', 0, 2048);
      const end = head.indexOf('\r\n\r\n') + 4;
      if (!head.startsWith('HTTP/1.1 200') || end < 4) this.#failed(new Error(head));
      this.#left = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      body -= end;
    }
    this.bytes += body;
    this.#left -= body;
    if (this.#left === 0) {
      this.#left = -1;
      this.#answered();
    }
    return true;
  }
}

async function measure(load: Load): Promise<Measured> {
  const viewers = Array.from({ length: load.connections }, () => new Viewer(load));
  const sum = (of: 'bytes' | 'requests') => viewers.reduce((total, viewer) => total + viewer[of], 0);
  let over = false;
  const running = Promise.all(viewers.map((viewer, first) => viewer.run(first, () => over)));
  await Promise.race([running, setTimeout(WARM_UP_MS)]);
  const [started, before, cpu] = [performance.now(), sum('bytes'), process.cpuUsage()];
  await Promise.race([running, setTimeout(load.seconds * 1000)]);
  const bytes_per_second = Math.round(((sum('bytes') - before) / (performance.now() - started)) * 1000);
  const { user, system } = process.cpuUsage(cpu);
  over = true;
  await running;
  return { bytes_per_second, requests: sum('requests'), cpu_s: (user + system) / 1e6 };
}

process.on('message', (load: Load) => {
  void measure(load).then((measured) => process.send?.(measured, () => process.disconnect()));
});
