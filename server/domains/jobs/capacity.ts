import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { type Config, surroundings } from '#core/config.ts';
import type { Round } from '#core/rounds.ts';
import { type Demand, findDemand } from './capacity.queries.ts';

const PATIENCE_MS = 30_000;

/** Asks for machines that run jobs, e.g. starts one; may be called again while one is already on its way. */
type Hook = (demand: Demand) => Promise<void>;

/** Each minute, while jobs wait, whoever can bring up runners is told so; nobody, where nobody is named. */
export function capacityRounds(config: Config): Round[] {
  const hooks = [commandHook(config), webhookHook(config)].filter((hook) => hook !== undefined);
  return hooks.map((hook) => ({
    name: `jobs.call_runners_by_${hook.by}`,
    match: '* * * * *',
    attempts: 5,
    async run(asOwner) {
      const demand = await asOwner((owner) => findDemand(owner, new Date()));
      if (demand.waiting > 0) await hook.call(demand);
    },
  }));
}

type Named = { by: 'command' | 'webhook'; call: Hook };

function commandHook({ CAPACITY_COMMAND: command }: Config): Named | undefined {
  if (!command) return undefined;
  const call: Hook = async ({ waiting, running, runners, oldest_seconds }) => {
    const env = {
      ...surroundings(),
      ...{ JOBS_WAITING: String(waiting), JOBS_RUNNING: String(running), RUNNERS: String(runners) },
      OLDEST_JOB_SECONDS: String(oldest_seconds),
    };
    await promisify(execFile)('/bin/sh', ['-c', command], { env, timeout: PATIENCE_MS });
  };
  return { by: 'command', call };
}

/** Signed as Standard Webhooks are, where there is a secret: HMAC-SHA256 of id, time and body. */
function webhookHook({ CAPACITY_WEBHOOK_URL: url, CAPACITY_WEBHOOK_SECRET: secret }: Config) {
  if (!url) return undefined;
  const call: Hook = async (demand) => {
    const [id, time] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
    const body = JSON.stringify({ type: 'jobs.waiting', data: demand });
    const headers = {
      ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': time },
      ...(secret && { 'webhook-signature': signatureOf(secret, `${id}.${time}.${body}`) }),
    };
    const reply = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await reply.body?.cancel();
    if (!reply.ok) throw new Error(`The webhook for runners answered ${reply.status}.`);
  };
  return { by: 'webhook', call } satisfies Named;
}

const signatureOf = (secret: string, text: string): string =>
  `v1,${createHmac('sha256', secret).update(text).digest('base64')}`;
