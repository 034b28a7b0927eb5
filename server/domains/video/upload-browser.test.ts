import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ApiProblem, createCall } from '@seodang/contract/call.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lectureClip } from '#testing/clips.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { startFaultyProxy } from '#testing/faulty-proxy.ts';
import { useApp } from '#testing/harness.ts';
import { Upload } from '../../../web/lib/upload.ts';
import { type NamedBlob, PartRefused, type World } from '../../../web/lib/upload-world.ts';

const MB = 1024 * 1024;
const kit = useApp();
let school: Academy;
let teacher: Person;
let session: number;
let proxy: Awaited<ReturnType<typeof startFaultyProxy>>;
beforeAll(async () => {
  await kit.app.listen({ port: 0, host: '127.0.0.1' });
  proxy = await startFaultyProxy(`http://127.0.0.1:${(kit.app.server.address() as AddressInfo).port}`);
  school = await academy(kit);
  teacher = await school.person('teacher');
  session = (await school.classSession(teacher)).session_id;
});
afterAll(() => proxy.stop());

const bytes = Buffer.concat([lectureClip(), randomBytes(34 * MB)]);
const named = (content = bytes, lastModified = 1): NamedBlob =>
  Object.assign(new Blob([content]), { name: '1강.mp4', lastModified });

const problem = (status: number, detail: string) => ({ type: 'about:blank', title: detail, status, detail });

async function send(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', teacher.headers.authorization);
  const reply = await fetch(`${proxy.url}/api/v1${url}`, { ...init, headers }).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem(problem(0, 'offline'));
  });
  const isOurs = reply.status === 204 || reply.headers.get('content-type')?.includes('json');
  return isOurs ? reply : Response.json(problem(reply.status, 'unavailable'), { status: reply.status });
}

/** A browser whose network is the proxy's, and whose patience takes no time. */
function browser(more: Partial<World> = {}) {
  const kept = new Map<string, string>();
  const arrived: string[] = [];
  const world: World = {
    call: createCall(send),
    async put({ method, url, headers }, body, { signal, onSent }) {
      const reply = await fetch(new URL(url, proxy.url), { method, headers, body, signal }).catch(() => {
        throw new PartRefused(0);
      });
      await reply.text();
      if (!reply.ok) throw new PartRefused(reply.status);
      arrived.push(new URL(url, proxy.url).searchParams.get('part_number') ?? '');
      onSent(body.size);
    },
    wait: async (_ms, signal) => signal.throwIfAborted(),
    isOnline: () => true,
    now: () => performance.now(),
    memory: {
      read: (key) => kept.get(key),
      write: (key, value) => void (value === undefined ? kept.delete(key) : kept.set(key, value)),
    },
    ...more,
  };
  const upload = (file = named()) => new Upload(world, file, { session, title: '1강' });
  return { world, kept, arrived, upload };
}

/** Resolves when the upload shows such a view. */
function seen(upload: Upload, is: (view: Upload['view']) => boolean): Promise<Upload['view']> {
  const { promise, resolve } = Promise.withResolvers<Upload['view']>();
  const look = () => void (is(upload.view) && resolve(upload.view));
  upload.follow(look);
  look();
  return promise;
}

/** What became of it. */
const outcomeOf = (upload: Upload) =>
  seen(upload, ({ phase }) => ['done', 'failed', 'cancelled'].includes(phase));

async function sourceOf(video_id: number | undefined): Promise<Buffer> {
  const { rows } = await kit.owner.query<{ file_key: string }>('select file_key from video where id = $1', [
    video_id,
  ]);
  const object = await kit.storage.get(rows[0]?.file_key ?? '');
  return object ? buffer(object.stream) : Buffer.alloc(0);
}

test('a file arrives whole although requests are cut, refused and unanswered', async () => {
  const { upload, kept } = browser();
  const one = upload();
  const phases = new Set<string>();
  one.follow(() => phases.add(one.view.phase));
  proxy.next('busy', 'cut');
  one.start();
  await seen(one, ({ phase }) => phase === 'sending');
  proxy.next('busy', 'cut', 'cut', 'answer lost', 'busy', 'answer lost');
  const view = await outcomeOf(one);
  expect(view).toMatchObject({ phase: 'done', sent_bytes: bytes.length, trouble: undefined });
  expect(view.video).toMatchObject({ status: 'UPLOADED', duration: 3, source_bytes: bytes.length });
  expect([...phases]).toEqual(expect.arrayContaining(['preparing', 'waiting', 'sending', 'checking']));
  expect((await sourceOf(view.video_id)).equals(bytes)).toBe(true);
  expect(kept.size).toBe(0);
});

test('after a reload the same file goes on where it was, another of the same name begins anew', async () => {
  const gate = Promise.withResolvers<void>();
  const page = browser();
  const { put } = page.world;
  page.world.put = async (target, part, options) => {
    if (part.size < 16 * MB) await gate.promise;
    return put(target, part, options);
  };
  const before = page.upload();
  before.start();
  await seen(before, () => page.arrived.length === 2);
  before.pause();
  gate.resolve();
  expect(before.view.phase).toBe('paused');

  const after = page.upload();
  after.start();
  const view = await outcomeOf(after);
  expect(view).toMatchObject({ phase: 'done', video_id: before.view.video_id, sent_bytes: bytes.length });
  expect(page.arrived.slice(2)).toEqual(['3']);
  expect((await sourceOf(view.video_id)).equals(bytes)).toBe(true);

  const edited = page.upload(named(bytes, 2));
  edited.start();
  expect((await outcomeOf(edited)).video_id).not.toBe(view.video_id);
});

test('without a network it waits, says so, and goes on when the network is back', async () => {
  let isOnline = false;
  const back = Promise.withResolvers<void>();
  const page = browser({ isOnline: () => isOnline, wait: () => back.promise });
  const { put } = page.world;
  page.world.put = (...given) => (isOnline ? put(...given) : Promise.reject(new PartRefused(0)));
  const one = page.upload();
  one.start();
  const waiting = await seen(one, ({ phase }) => phase === 'waiting');
  expect(waiting).toMatchObject({ trouble: 'offline', sent_bytes: 0 });
  isOnline = true;
  back.resolve();
  expect(await outcomeOf(one)).toMatchObject({ phase: 'done', trouble: undefined });
});

test('a full storage and addresses that grew old hold it up, not more', async () => {
  const page = browser();
  const { put } = page.world;
  const troubles: (string | undefined)[] = [];
  let tries = 0;
  page.world.put = async (...given) => {
    tries += 1;
    if (tries === 1) throw new PartRefused(507);
    if (tries === 3) kit.travel(7 * 3600);
    return put(...given);
  };
  const one = page.upload();
  one.follow(() => troubles.push(one.view.trouble));
  one.start();
  expect(await outcomeOf(one)).toMatchObject({ phase: 'done' });
  expect(troubles).toContain('storage_full');
});

test('an answer to the completion that was lost is no failure', async () => {
  const page = browser();
  const { call } = page.world;
  page.world.call = (async (route, input, init) => {
    if (route.url === '/videos/:id') return { id: 0, status: 'UPLOADED' };
    const answer = await call(route, input, init);
    if (!route.url.endsWith('/complete')) return answer;
    throw new ApiProblem(problem(0, 'offline'));
  }) as World['call'];
  const one = page.upload();
  one.start();
  expect((await outcomeOf(one)).video?.status).toBe('UPLOADED');
});

test('a file that changed under the upload, or that the server will not have, fails with the reason', async () => {
  const page = browser();
  page.world.put = () => Promise.reject(new PartRefused(0));
  const unreadable = { arrayBuffer: () => Promise.reject(new Error('gone')), slice: () => unreadable };
  const gone = page.upload({ ...unreadable, name: 'x.mp4', lastModified: 1, size: 5, type: '' } as never);
  gone.start();
  expect(await seen(gone, ({ phase }) => phase === 'failed')).toMatchObject({ trouble: 'file_changed' });

  const program = browser().upload(Object.assign(named(), { name: 'x.exe' }));
  program.start();
  expect(await seen(program, ({ phase }) => phase === 'failed')).toMatchObject({
    trouble: 'invalid_request',
  });
});

test('one that is cancelled is gone from the server too', async () => {
  const page = browser();
  const { put } = page.world;
  const held = Promise.withResolvers<void>();
  page.world.put = async (target, part, options) => {
    if (page.arrived.length > 0) {
      options.signal.addEventListener('abort', () => held.reject(options.signal.reason));
      await held.promise;
    }
    return put(target, part, options);
  };
  const one = page.upload();
  one.start();
  await seen(one, ({ sent_bytes }) => sent_bytes >= 16 * MB);
  await one.cancel();
  expect(one.view.phase).toBe('cancelled');
  const { rows } = await kit.owner.query('select deleted_at from video where id = $1', [one.view.video_id]);
  expect(rows[0].deleted_at).not.toBeNull();
  expect(page.kept.size).toBe(0);
});
