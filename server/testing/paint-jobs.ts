import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { type App, openHttp } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import { defineJobKind, fenceOf, type JobOf, queueJob } from '#domains/jobs/index.ts';
import { JobKinds, jobRoutes, jobTasks, openClaims } from '#domains/jobs/wiring.ts';
import type { Academy } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';
import { runQueued } from '#testing/tasks.ts';

const privatePayload = z.object({ color: z.string(), pointless: z.boolean().default(false) });
type Painted = JobOf<typeof privatePayload>;
export const paintKind = { kind: 'test.paint', privatePayload };

type Told = { what: string; subject_id: number; detail: unknown };
const runnerRoutes = [
  ...['claimJob', 'heartbeatJob', 'outputUrls', 'publishJob', 'completeJob', 'failJob', 'releaseJob'],
];
const boardRoutes = ['listJobs', 'getJob', 'cancelJob', 'listRunners', 'listJobQueues'];

function paint(told: Told[]) {
  const tell =
    (what: string) =>
    async (_scope: unknown, { subject_id }: Painted, detail: unknown) =>
      void told.push({ what, subject_id, detail });
  return defineJobKind({
    ...paintKind,
    result: z.object({ files: z.array(z.object({ name: z.string(), bytes: z.int() })) }),
    payload: async (_scope, { private_payload }: Painted) =>
      private_payload.pointless ? refuse('not_found') : { color: private_payload.color },
    outputPrefix: ({ subject_id, id, attempt, fence }, code) =>
      `paint/${code}/${subject_id}/${id}-${attempt}-${fence}/`,
    filesOf: ({ files }) => files,
    onPublished: tell('published'),
    onDone: tell('done'),
    onFailed: tell('failed'),
  });
}

/** The runners' protocol behind HTTP, with a kind of job that needs no other domain. */
export function usePaintJobs(kit: Kit) {
  const told: Told[] = [];
  const kinds = new JobKinds([paint(told)]);
  let app: App;
  beforeAll(async () => {
    app = await openRunnersApi(kit, kinds);
  });
  afterAll(() => app.close());

  const post = (path: string, body: object, worker = 'w1', token = kit.secrets.worker) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/internal/jobs/${path}`,
      headers: { 'x-worker-token': token, 'x-worker-id': worker },
      payload: body,
    });
  const claim = (worker = 'w1', wanted = ['test.paint', 'test.unknown']) =>
    post('claim', { kinds: wanted }, worker);
  return {
    told,
    post,
    claim,
    claimed: async (worker?: string) => (await claim(worker)).json().job,
    offer: offerer(),
    settle: () => runQueued(kit.owner, kit.db, jobTasks(kinds)),
    empty: () => kit.owner.query('delete from job'),
  };
}

async function openRunnersApi(kit: Kit, kinds: JobKinds): Promise<App> {
  const rules = Object.fromEntries([
    ...runnerRoutes.map((name) => [name, 'runner'] as const),
    ...boardRoutes.map((name) => [name, ['owner']] as const),
  ]);
  const permissions = { rules, beforePasswordChange: [], notByApiKey: [], checkedInside: [] };
  const app = await openHttp(kit, { permissions, authenticate: async () => undefined }, async (api) =>
    jobRoutes(api, { ...kit, kinds, claims: openClaims(kit) }),
  );
  await app.ready();
  return app;
}

/** Queues one job after the other, each for a subject of its own. */
function offerer() {
  let subject = 0;
  return (school: Academy, options: { pointless?: boolean; priority?: number } = {}) => {
    const { pointless = false, ...job } = options;
    subject += 1;
    const subject_id = subject;
    return school.system().tx(async (tx) => {
      const private_payload = { color: 'red', pointless };
      const id = await queueJob(tx, paintKind, { subject_id, private_payload, ...job });
      return { id, subject_id };
    });
  };
}

/** Where the files of an attempt go. */
export function paintPrefix(
  { code }: Academy,
  { id, subject_id }: { id: number; subject_id: number },
  { attempt, lease_token }: { attempt: number; lease_token: string },
): string {
  return `paint/${code}/${subject_id}/${id}-${attempt}-${fenceOf(lease_token)}/`;
}
