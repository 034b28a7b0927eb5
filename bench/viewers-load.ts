import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Viewers of a player each: what they send (beats, batches of so many events, starts of a video, or a question), and where. */
export type Load = {
  port: number;
  path: string;
  seconds: number;
  sends: 'beat' | 'question' | number | { start: number };
  viewers: readonly { access: string; token: string }[];
  /** Each viewer sends once in so many seconds, as players do, instead of as fast as it is answered. */
  every_s?: number;
};
export type Measured = {
  per_second: number;
  /** All of them, those of the warming up too, and what one cost this process. */
  done: number;
  cpu_us: number;
  p50_ms: number;
  p99_ms: number;
  refused: number;
  first_refusal: string;
};

const warm_up_ms = 3000;
const kinds: readonly [type: string, payload?: string][] = [
  ['VISIBILITY_HIDDEN'],
  ['VISIBILITY_VISIBLE'],
  ['SEEK_ATTEMPT', '{"from":812.25,"to":2.5}'],
  ['FOCUS_LOST'],
  ['FOCUS_GAINED'],
  ['SPEED_CHANGE_ATTEMPT', '{"rate":1}'],
  ['FULLSCREEN_ENTER'],
  ['FULLSCREEN_EXIT'],
  ['SEEK_ATTEMPT', '{"from":611.5,"to":0}'],
  ['PLAYER_ERROR', '{"code":"bufferStalled","position":812.25}'],
];

/** What arrives on any connection: it is read out before the next one reads. */
const arrived = Buffer.alloc(64 * 1024);

/** One keep-alive connection that sends as soon as what was sent before is answered. */
class Viewer {
  readonly times: number[] = [];
  refused = '';
  refusals = 0;
  sent = 0;
  #position = 0;
  #started = performance.now();
  #text = '';
  #whole = 0;
  #answered = (_: string) => {};
  readonly #socket: Socket;
  readonly #head: string;
  readonly #token: string;
  readonly #sends: Load['sends'];

  constructor({ port, path, sends }: Load, { access, token }: Load['viewers'][number]) {
    // Without a stream in between, the load takes an eighth less of the processor that it shares with the server.
    const onread = { buffer: arrived, callback: (bytes: number) => this.#take(bytes) };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    const method = sends === 'question' ? 'GET' : 'POST';
    this.#head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${access}\r\ncontent-type: application/json\r\ncontent-length: `;
    this.#token = token;
    this.#sends = sends;
  }

  /** `turn` resolves when it is time for the next one. */
  async run(until: () => boolean, turn: () => Promise<unknown> | undefined): Promise<void> {
    for (await turn(); !until(); await turn()) {
      const sent = performance.now();
      const { promise, resolve } = Promise.withResolvers<string>();
      this.#answered = resolve;
      this.sent += 1;
      this.#socket.write(this.#request(this.#body(sent)));
      const reply = await promise;
      this.times.push(performance.now() - sent);
      if (reply.startsWith('HTTP/1.1 20')) continue;
      this.refusals += 1;
      this.refused ||= reply;
    }
    this.#socket.destroy();
  }

  #take(bytes: number): boolean {
    this.#text += arrived.toString('latin1', 0, bytes);
    this.#whole ||= lengthOf(this.#text);
    if (this.#whole === 0 || this.#text.length < this.#whole) return true;
    const reply = this.#text;
    this.#text = '';
    this.#whole = 0;
    this.#answered(reply);
    return true;
  }

  #body(now: number): string {
    if (this.#sends === 'question') return '';
    if (this.#sends === 'beat') return this.#beat(now);
    return typeof this.#sends === 'number' ? this.#events(this.#sends) : this.#start(this.#sends.start);
  }

  #start(video_id: number): string {
    return `{"video_id":${video_id},"device_id":"bench"}`;
  }

  /** What was really played since the last one, by this viewer's clock. */
  #beat(now: number): string {
    const clock = (now - this.#started) / 1000;
    const [from, to] = [this.#position.toFixed(3), clock.toFixed(3)];
    this.#position = clock;
    return `{"token":"${this.#token}","position":${to},"intervals":[[${from},${to}]],"clock":${to},"seq":${this.sent}}`;
  }

  /** A tab that is left and come back to, seeks back, and now and then the speed. */
  #events(count: number): string {
    const now = Date.now() / 1000;
    const events = Array.from({ length: count }, (_, at) => {
      const [type, payload] = kinds[(this.sent + at) % kinds.length] ?? ['FOCUS_LOST'];
      return `{"type":"${type}","occurred_at":${(now - count + at).toFixed(3)}${payload ? `,"payload":${payload}` : ''}}`;
    });
    return `{"token":"${this.#token}","batch_id":"${randomUUID()}","sent_at":${now},"events":[${events.join()}]}`;
  }

  #request(body: string): string {
    return `${this.#head}${body.length}\r\n\r\n${body}`;
  }
}

/** Of a whole reply, head and body; 0 while its head has not arrived. */
function lengthOf(text: string): number {
  const end = text.indexOf('\r\n\r\n');
  return end < 0 ? 0 : end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1]);
}

async function measure(load: Load): Promise<Measured> {
  const viewers = load.viewers.map((viewer) => new Viewer(load, viewer));
  let over = false;
  const ending = new AbortController();
  const { every_s } = load;
  const turnOf = () => {
    let due = every_s === undefined ? 0 : performance.now() + Math.random() * every_s * 1000;
    return () => {
      if (every_s === undefined) return undefined;
      const left = Math.max(0, due - performance.now());
      due += every_s * 1000;
      return setTimeout(left, undefined, { signal: ending.signal }).catch(() => {});
    };
  };
  const running = Promise.all(viewers.map((viewer) => viewer.run(() => over, turnOf())));
  await setTimeout(Math.max(warm_up_ms, (every_s ?? 0) * 1000));
  for (const { times } of viewers) times.length = 0;
  const started = performance.now();
  await setTimeout(load.seconds * 1000);
  const times = viewers.flatMap((viewer) => viewer.times).sort((a, b) => a - b);
  const seconds = (performance.now() - started) / 1000;
  over = true;
  ending.abort();
  await running;
  const done = viewers.reduce((sum, viewer) => sum + viewer.sent, 0);
  const { user, system } = process.cpuUsage();
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return {
    per_second: Math.round(times.length / seconds),
    done,
    cpu_us: Math.round((user + system) / done),
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    refused: viewers.reduce((sum, { refusals }) => sum + refusals, 0),
    first_refusal: viewers.find(({ refused }) => refused)?.refused ?? '',
  };
}

// A process of its own, so that measuring does not slow down what is measured more than a network would.
process.on('message', (load: Load) => {
  void measure(load).then((measured) => process.send?.(measured, () => process.disconnect()));
});
