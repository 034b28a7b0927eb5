import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type ClaimLoad = { address: string; token: string; runners: number; seconds: number };
export type Claimed = { ids: number[]; seconds: number };

/** The body of each answer, in order; the load generator shares the cores and must cost little. */
async function* answersOf(socket: Socket): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
    const head = text.indexOf('\r\n\r\n') + 4;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (head < 4 || text.length < head + length) continue;
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(`no job; put more into the queue? ${text}`);
    yield text.slice(head);
    text = '';
  }
}

/** A runner that claims over one keep-alive connection as fast as it is answered; tells every job it got. */
async function run({ address, token, seconds }: ClaimLoad, runner: string): Promise<number[]> {
  const ids: number[] = [];
  const { hostname, port, host } = new URL(address);
  const body = '{"kinds":["bench.work"]}';
  const claim = [
    'POST /api/v1/internal/jobs/claim HTTP/1.1',
    ...[`host: ${host}`, `x-worker-token: ${token}`, `x-worker-id: ${runner}`],
    ...['content-type: application/json', `content-length: ${body.length}`, '', body],
  ].join('\r\n');
  const until = performance.now() + seconds * 1000;
  const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1');
  socket.write(claim);
  for await (const answer of answersOf(socket)) {
    ids.push(JSON.parse(answer).job.id);
    if (performance.now() >= until) break;
    socket.write(claim);
  }
  return ids;
}

const [load] = (await once(process, 'message')) as [ClaimLoad];
const began = performance.now();
const ids = await Promise.all(Array.from({ length: load.runners }, (_, n) => run(load, `bench-${n}`)));
process.send?.({ ids: ids.flat(), seconds: (performance.now() - began) / 1000 } satisfies Claimed);
process.disconnect();
