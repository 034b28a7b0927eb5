import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request instead of its being passed on. */
export type Fault = 'busy' | 'cut' | 'answer lost';

/**
 * Passes HTTP on to a server, untouched (signatures stay valid), except for the requests that `next` was told about:
 * `busy` answers 503, `cut` closes the connection in the middle of the body, `answer lost` lets it arrive and closes
 * then.
 */
export async function startFaultyProxy(target: string) {
  const faults: Fault[] = [];
  const server = createServer((incoming, reply) => {
    const fault = faults.shift();
    if (fault === 'busy') return busy(incoming, reply);
    if (fault === 'cut') return cut(incoming);
    passOn(incoming, reply, new URL(target), fault === 'answer lost');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (...wanted: Fault[]) => faults.push(...wanted),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function busy(incoming: IncomingMessage, reply: ServerResponse): void {
  incoming.resume();
  reply.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
}

function cut(incoming: IncomingMessage): void {
  const end = () => incoming.socket.destroy();
  incoming.once('data', end).once('end', end);
}

function passOn(
  incoming: IncomingMessage,
  reply: ServerResponse,
  { hostname, port }: URL,
  lose: boolean,
): void {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ hostname, port, method, path, headers }, (answer) => {
    if (lose) return void answer.resume().once('end', () => incoming.socket.destroy());
    reply.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(reply);
  });
  outgoing.on('error', () => reply.destroy());
  incoming.on('error', () => outgoing.destroy());
  // Answered before all was sent: the rest never comes.
  reply.on('close', () => outgoing.writableFinished || outgoing.destroy());
  incoming.pipe(outgoing);
}
