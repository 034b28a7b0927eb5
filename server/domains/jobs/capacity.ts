import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { type Config, surroundings } from '#core/config.ts';
import type { Platform } from '#core/platform.ts';
import type { Round } from '#core/rounds.ts';
import { ALIVE_MS } from './board.ts';
import { type Demand, findDemand } from './capacity.queries.ts';
import { countRunners } from './lease.queries.ts';

const PATIENCE_MS = 30_000;

type Wanted = { waiting: number; running: number; oldest_seconds: number; runners: number };
/** Asks for machines that run jobs, e.g. starts one; may be called again while one is already on its way. */
type Hook = (wanted: Wanted) => Promise<void>;

/** Each minute, while jobs wait, whoever can bring up runners is told so; nobody, where nobody is named. */
export function capacityRounds({ config, db, clock }: Pick<Platform, 'config' | 'db' | 'clock'>): Round[] {
  const hooks = [commandHook(config), webhookHook(config)].filter((hook) => hook !== undefined);
  return hooks.map((hook) => ({
    name: `jobs.call_runners_by_${hook.by}`,
    match: '* * * * *',
    attempts: 5,
    async run() {
      const now = clock();
      const demand = await findDemand(db, now);
      const runners = await countRunners(db, new Date(now.getTime() - ALIVE_MS));
      const wanted = { ...sumOf(demand), runners };
      if (wanted.waiting > 0) await hook.call(wanted);
    },
  }));
}

function sumOf(demand: readonly Demand[]) {
  const sum = (of: 'waiting' | 'running') => demand.reduce((all, one) => all + one[of], 0);
  const oldest_seconds = Math.max(0, ...demand.map((one) => one.oldest_seconds));
  return { waiting: sum('waiting'), running: sum('running'), oldest_seconds };
}

/** The same for machines that look by themselves, as Prometheus reads it. */
export async function demandMetrics({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<string> {
  const now = clock();
  const demand = await findDemand(db, now);
  const runners = await countRunners(db, new Date(now.getTime() - ALIVE_MS));
  const gauge = (name: string, help: string, of: (one: Demand) => number) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...demand.map((one) => `${name}{kind="${one.kind}"} ${of(one)}`),
  ];
  return [
    ...gauge('seodang_jobs_waiting', 'Jobs that a runner could take now.', ({ waiting }) => waiting),
    ...gauge('seodang_jobs_running', 'Jobs at which a runner works.', ({ running }) => running),
    ...gauge(
      'seodang_jobs_oldest_seconds',
      'How long the oldest of those has waited.',
      ({ oldest_seconds }) => oldest_seconds,
    ),
    '# HELP seodang_runners Runners that asked for work within a minute.',
    '# TYPE seodang_runners gauge',
    `seodang_runners ${runners}`,
    '',
  ].join('\n');
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
  const call: Hook = async (wanted) => {
    const [id, time] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
    const body = JSON.stringify({ type: 'jobs.waiting', data: wanted });
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
