import { once } from 'node:events';
import { Agent, request } from 'node:http';

export type ClaimLoad = { address: string; token: string; runners: number; seconds: number };
export type Claimed = { ids: number[]; seconds: number };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

async function claim({ address, token }: ClaimLoad, runner: string): Promise<number | undefined> {
  const call = request(`${address}/api/v1/internal/jobs/claim`, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-worker-token': token, 'x-worker-id': runner },
  });
  call.end('{"kinds":["bench.work"]}');
  const [reply] = await once(call, 'response');
  let text = '';
  for await (const part of reply) text += part;
  if (reply.statusCode === 204) return undefined;
  if (reply.statusCode !== 200) throw new Error(`claim: ${reply.statusCode} ${text}`);
  return JSON.parse(text).job.id;
}

/** Runners that claim as fast as they are answered; tells every job they got. */
async function run(load: ClaimLoad): Promise<Claimed> {
  const ids: number[] = [];
  const began = performance.now();
  const until = began + load.seconds * 1000;
  await Promise.all(
    Array.from({ length: load.runners }, async (_, n) => {
      while (performance.now() < until) {
        const id = await claim(load, `bench-${n}`);
        if (id === undefined) throw new Error('the queue ran dry; put more jobs into it');
        ids.push(id);
      }
    }),
  );
  return { ids, seconds: (performance.now() - began) / 1000 };
}

const [load] = (await once(process, 'message')) as [ClaimLoad];
process.send?.(await run(load));
process.disconnect();
agent.destroy();
