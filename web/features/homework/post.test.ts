import { ApiProblem } from '@seodang/contract/call.ts';
import { beforeEach, expect, test } from 'vitest';
import { PartRefused } from '../../lib/upload-world.ts';
import type { Parcel } from './parcel-store.ts';
import { type PostWorld, post } from './post.ts';

let kept: Parcel | undefined;
let handed: { key: string; file_keys: string[] }[];
let refusals: (string | number)[];
let prepared = 0;

function refuse(reason: string | number) {
  const status = typeof reason === 'number' ? reason : 409;
  const detail = typeof reason === 'number' ? 'unavailable' : reason;
  const more = { type: '', title: '', submission_id: 7 };
  throw new ApiProblem({ ...more, status, detail });
}

/** A server that counts what it was handed, and refuses as it was told to. */
async function call(route: { url: string }, { body }: { body: { file_keys: string[] } }, init?: RequestInit) {
  if (route.url === '/submissions/files') {
    prepared += 1;
    return { file_key: `key-${prepared}`, upload: { method: 'PUT', url: '/', headers: {} } };
  }
  const key = new Headers(init?.headers).get('idempotency-key') ?? '';
  handed.push({ key, file_keys: body.file_keys });
  const reason = refusals.shift();
  return reason === undefined ? {} : refuse(reason);
}

let putFails = 0;
/** A file that is no longer what was chosen: browsers say so only when they read it. */
class GoneBlob extends Blob {
  override slice(): Blob {
    return this;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.reject(new Error('NotReadableError'));
  }
}

const world = {
  call: call as unknown as PostWorld['call'],
  async put() {
    if (putFails-- > 0) throw new PartRefused(0);
  },
  async keep(parcel: Parcel) {
    kept = structuredClone(parcel);
  },
  async drop() {
    kept = undefined;
  },
  wait: async () => undefined,
  isOnline: () => true,
  now: () => 0,
  memory: { read: () => undefined, write: () => undefined },
};

function parcel(): Parcel {
  const files = ['a', 'b'].map((name) => ({ name: `${name}.jpg`, blob: new Blob([name]) }));
  return { id: 'p', user_id: 1, homework_id: 2, enrollment_id: 3, title: '37쪽', files, attempt: 0 };
}
let troubles: (string | undefined)[];
let calledOff = new AbortController();
const told = () => ({
  signal: calledOff.signal,
  onSent: () => undefined,
  onTrouble: (code: string | undefined) => troubles.push(code),
});
const send = () => post(world, kept ?? parcel(), told());

beforeEach(async () => {
  [handed, refusals, prepared, putFails] = [[], [], 0, 0];
  [troubles, calledOff] = [[], new AbortController()];
  await world.keep(parcel());
});

test('a parcel arrives once, and is forgotten then', async () => {
  expect(await send()).toBe('sent');
  expect(handed).toEqual([{ key: 'p.0', file_keys: ['key-1', 'key-2'] }]);
  expect(kept).toBeUndefined();
});

test('a network that breaks off costs only the file it was at; a lost answer is asked for by the same key', async () => {
  putFails = 1;
  expect(await send()).toBe('later');
  refusals = [503];
  expect(await send()).toBe('later');
  expect(await send()).toBe('sent');
  expect(prepared).toBe(3);
  expect(handed.map(({ key }) => key)).toEqual(['p.0', 'p.0']);
});

test('what the server has already is sent; what it has forgotten is sent anew; what it refuses a person sees', async () => {
  refusals = ['already_exists'];
  expect(await send()).toBe('sent');
  await world.keep(parcel());
  refusals = ['unknown_file'];
  expect(await send()).toBe('later');
  expect(await send()).toBe('sent');
  expect(handed.at(-1)).toEqual({ key: 'p.1', file_keys: ['key-5', 'key-6'] });
  await world.keep(parcel());
  refusals = ['too_late'];
  expect(await send()).toBe('refused');
  expect(kept).toMatchObject({ refused: 'too_late' });
});

test('a video goes up in parts, and on from where it broke off, also when the last answer was lost', async () => {
  const part_size = 4;
  const [arrived, puts]: [Set<number>, number[]] = [new Set(), []];
  let [begun, isWhole, fails] = [0, false, true];
  const gone = () => refuse(404);
  const routes: Record<string, (body: { part_numbers: number[] }) => unknown> = {
    '/submissions/files/parts': () => {
      begun += 1;
      return { id: begun, upload: { part_size } };
    },
    '/submissions/files/:id/parts': () =>
      isWhole
        ? gone()
        : { upload: { part_size }, parts: [...arrived].map((part_number) => ({ part_number })) },
    '/submissions/files/:id/urls': ({ part_numbers }) => ({
      parts: part_numbers.map((part_number) => ({
        part_number,
        url: `${part_number}`,
        method: 'PUT',
        headers: {},
      })),
    }),
    '/submissions/files/:id/complete': () => {
      isWhole = true;
      return fails ? refuse(503) : { file_key: 'video' };
    },
  };
  const video: PostWorld = {
    ...world,
    call: (async (route: { url: string }, input: { body: never }, init?: RequestInit) =>
      routes[route.url]?.(input.body) ?? call(route, input, init)) as unknown as PostWorld['call'],
    async put({ url }, part) {
      puts.push(part.size);
      arrived.add(Number(url));
    },
  };
  const files = [{ name: 'a.mp4', blob: new Blob(['0123456789']) }];
  await world.keep({ ...parcel(), files, source: 'homework_video' });
  const go = () => post(video, kept ?? parcel(), told());
  expect(await go()).toBe('later');
  fails = false;
  expect(await go()).toBe('sent');
  expect([begun, puts.toSorted()]).toEqual([1, [2, 4, 4]]);
  expect(handed).toEqual([{ key: 'p.0', file_keys: ['video'] }]);
});

test('a full storage holds up this parcel and says so, others have their turn; what is called off stops', async () => {
  let asked = 0;
  const full = (status: number): PostWorld => ({
    ...world,
    call: (async ({ url }: { url: string }, { body }: { body: { part_numbers: number[] } }) =>
      url.endsWith('/urls')
        ? {
            parts: body.part_numbers.map((part_number) => ({
              part_number,
              url: '/',
              method: 'PUT',
              headers: {},
            })),
          }
        : { id: 1, upload: { part_size: 4 } }) as unknown as PostWorld['call'],
    async put() {
      asked += 1;
      throw new PartRefused(status);
    },
  });
  const files = () => [{ name: 'a.mp4', blob: new Blob(['0123456789']) }];
  const go = (status: number) =>
    post(full(status), { ...parcel(), files: files(), source: 'homework_video' }, told());
  expect(await go(507)).toBe('later');
  expect(new Set(troubles)).toEqual(new Set(['storage_full']));
  expect(await go(500)).toBe('later');
  expect(troubles.at(-1)).toBe('unavailable');
  const before = asked;
  calledOff.abort();
  expect(await go(500)).toBe('later');
  expect(asked).toBe(before);
});

test('a file that the device cannot read any more is refused, of a video and of photos', async () => {
  for (const source of ['homework_image', 'homework_video'] as const) {
    putFails = 1;
    const files = [{ name: 'a.mp4', blob: new GoneBlob(['0123']) }];
    const answers: Record<string, object> = {
      '/submissions/files/parts': { id: 1, upload: { part_size: 4 } },
      '/submissions/files/:id/urls': { parts: [{ part_number: 1, url: '/', method: 'PUT', headers: {} }] },
    };
    const gone: PostWorld = {
      ...world,
      call: (async (route: { url: string }, input: { body: never }) =>
        answers[route.url] ?? call(route, input)) as unknown as PostWorld['call'],
      keep: async (changed) => {
        kept = { ...changed, files: [] };
      },
    };
    expect(await post(gone, { ...parcel(), files, source }, told())).toBe('refused');
    expect(kept).toMatchObject({ refused: 'file_changed' });
  }
});
