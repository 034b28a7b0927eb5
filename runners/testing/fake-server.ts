import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
export type FakeJob = {
  id: number;
  kind: string;
  payload: Json;
  state: 'waiting' | 'leased' | 'completed' | 'failed';
  attempt: number;
  lease_token: string;
  lease_seconds: number;
  cancel: boolean;
  heartbeats: { progress?: number; stage?: string }[];
  published: Json[];
  releases: number;
  reason?: string;
  permanent?: boolean;
  result?: Json;
  files: Map<string, Buffer>;
};
export type Asked = { method: string; path: string; body: Json; headers: IncomingMessage['headers'] };
type Answer = { status: number; body?: Json };

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const problem = (status: number, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title: detail, status, detail },
});

/** A server that speaks the job protocol of the contract from memory, for tests of runners. */
export async function startFakeServer() {
  const jobs = new Map<number, FakeJob>();
  const sources = new Map<string, Buffer>();
  const asked: Asked[] = [];
  const watchers = new Set<() => void>();
  const hooks: {
    /** Answers instead of the server, e.g. with 503. */
    answer: (asked: Asked) => Answer | undefined;
    /** Handles a request for a source by itself when it returns true. */
    source: (request: IncomingMessage, response: ServerResponse) => boolean;
    put: (name: string) => number | undefined;
  } = { answer: () => undefined, source: () => false, put: () => undefined };

  const server = createServer((request, response) => {
    void serve(request, response).finally(() => {
      for (const check of watchers) check();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/source/')) return sendSource(request, response, path.slice(8));
    const body = await bytesOf(request);
    if (path.startsWith('/put/')) return takeFile(response, path, body);
    const question = {
      method: request.method ?? '',
      path,
      body: JSON.parse(body.toString()),
      headers: request.headers,
    };
    asked.push(question);
    const answer = hooks.answer(question) ?? answerOf(question);
    response.writeHead(answer.status, answer.body ? { 'content-type': 'application/json' } : {});
    response.end(answer.body ? JSON.stringify(answer.body) : undefined);
  }

  function takeFile(response: ServerResponse, path: string, body: Buffer): void {
    const [, , id = '', ...name] = path.split('/');
    const status = hooks.put(name.join('/')) ?? 200;
    if (status === 200) jobs.get(Number(id))?.files.set(name.join('/'), body);
    response.writeHead(status).end();
  }

  function sendSource(request: IncomingMessage, response: ServerResponse, name: string): void {
    if (hooks.source(request, response)) return;
    const bytes = sources.get(name);
    if (!bytes) return void response.writeHead(404).end();
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = {
      'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
      'accept-ranges': 'bytes',
    };
    response.writeHead(request.headers.range ? 206 : 200, request.headers.range ? range : {});
    response.end(bytes.subarray(from));
  }

  function claim(kinds: string[]): Answer {
    const job = [...jobs.values()].find((one) => one.state === 'waiting' && kinds.includes(one.kind));
    if (!job) return { status: 204 };
    Object.assign(job, { state: 'leased', attempt: job.attempt + 1, lease_token: randomUUID() });
    const { id, kind, attempt, lease_token, lease_seconds, payload } = job;
    const leased_until = new Date(Date.now() + lease_seconds * 1000).toISOString();
    return {
      status: 200,
      body: { job: { id, kind, attempt, lease_token, leased_until, lease_seconds, progress: 0, payload } },
    };
  }

  function answerOf({ path, body }: Asked): Answer {
    if (path === '/api/v1/internal/jobs/claim') return claim(body.kinds as string[]);
    const [, id = '', verb = ''] = /^\/api\/v1\/internal\/jobs\/(\d+)\/(\w+)$/.exec(path) ?? [];
    const job = jobs.get(Number(id));
    if (!job) return problem(404, 'not_found');
    if (body.lease_token !== job.lease_token || job.state !== 'leased')
      return problem(409, 'lease_owner_mismatch_or_expired');
    return verbs[verb]?.(job, body) ?? problem(404, 'not_found');
  }

  const ok: Answer = { status: 200, body: { ok: true, reason: 'ok' } };
  const verbs: Record<string, (job: FakeJob, body: Json) => Answer> = {
    heartbeat(job, { lease_token: _, ...status }) {
      job.heartbeats.push(status);
      const leased_until = new Date(Date.now() + job.lease_seconds * 1000).toISOString();
      return { status: 200, body: { ok: true, leased_until, cancel: job.cancel } };
    },
    outputs(job, { files }) {
      const outputs = (files as { name: string }[]).map(({ name }) => ({
        name,
        url: `${url}/put/${job.id}/${name}`,
        method: 'PUT',
        headers: {},
      }));
      return { status: 200, body: { outputs } };
    },
    publish(job, { result }) {
      job.published.push(result as Json);
      return ok;
    },
    complete(job, { result }) {
      Object.assign(job, { state: 'completed', result });
      return ok;
    },
    fail(job, { reason, permanent }) {
      Object.assign(job, { state: permanent ? 'failed' : 'waiting', reason, permanent });
      if (!permanent && job.attempt >= 2) job.state = 'failed';
      return ok;
    },
    release(job) {
      Object.assign(job, { state: 'waiting', releases: job.releases + 1 });
      return ok;
    },
  };

  return {
    url,
    jobs,
    sources,
    asked,
    hooks,
    addJob(kind: string, payload: Json = {}, lease_seconds = 60): FakeJob {
      const job: FakeJob = {
        ...{ id: jobs.size + 1, kind, payload, state: 'waiting', attempt: 0, lease_token: '', lease_seconds },
        ...{ cancel: false, heartbeats: [], published: [], releases: 0, files: new Map() },
      };
      jobs.set(job.id, job);
      return job;
    },
    /** Resolves when the condition holds after some request. */
    until(holds: () => boolean): Promise<void> {
      if (holds()) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => {
        if (!holds()) return;
        watchers.delete(check);
        resolve();
      };
      watchers.add(check);
      return promise;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>;
