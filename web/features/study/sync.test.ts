import { ApiProblem } from '@seodang/contract/call.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { type Change, type StudyDb, writerOf } from './db.ts';
import * as device from './device.ts';
import { withKept } from './kept.rules.ts';
import { deliveredOf, hashOf, rememberedOf } from './memory.rules.ts';
import type { Question, Round } from './round.rules.ts';
import type { StudyState } from './study.ts';
import { type Desk, nextTryIn, synchronise } from './sync.ts';

vi.mock('../../lib/api.ts', () => ({ call: vi.fn() }));
vi.mock('./device.ts', { spy: true });
const server = vi.mocked(device);

const timezone = 'Asia/Seoul';
const at = Date.parse('2026-11-22T03:00:00Z');
const answer = (is_correct: boolean) => ({
  ...{
    quiz_session: 's',
    seq: 0,
    at,
    outcome: is_correct ? ('correct' as const) : ('wrong' as const),
    is_correct,
  },
  ...{ selected: ['1'], unsure: false },
});
const question = (history: Question['history']) =>
  ({
    ...{ pub_id: 'q1', id: 1, subject: '', body: '', explanation: '', choices: [], version: 'v1' },
    history,
  }) as unknown as Question;
const round = (uuid: string): Round => ({
  ...{
    uuid,
    mode: 'random',
    pub_ids: ['q9'],
    reshuffled: [],
    seed: 1,
    skipped: [],
    begun_at: at,
    next_seq: 1,
  },
  ...{ finished_at: at, is_packed: false, shared: 'ended' },
  given: [
    {
      ...{ seq: 0, pub_id: 'q9', selected: ['1'], unsure: false, answered_at: new Date(at).toISOString() },
      ...{ elapsed_ms: 1, at, outcome: 'wrong', is_correct: false, delivery: 'here' },
    },
  ],
});

/** A device that has the pack with one question. */
function deskOf(here: Question, rounds: readonly Round[] = []) {
  let state: StudyState = {
    ...{ is_open: true, has_pack: true, timezone, weights: [], synced_at: 0, bank: 'b', waiting_count: 0 },
    ...{ questions: new Map([['q1', here]]), rounds, remembered: new Map(), sync: { state: 'resting' } },
    is_unkept: false,
  };
  const rememberAll = () => {
    const known = [...state.questions.values()].flatMap((one) => {
      const remembered = rememberedOf(one, state.rounds, state);
      return remembered ? [[one.pub_id, remembered] as const] : [];
    });
    state = { ...state, remembered: new Map(known) };
  };
  rememberAll();
  const desk: Desk = {
    ...{ state: () => state, rememberAll, write: async () => undefined },
    set: (change) => {
      state = { ...state, ...change };
    },
  };
  return desk;
}

const right = question([answer(true)]);

const toldOf = async (one: Question) => ({
  ...{ state_hash: await hashOf(deliveredOf(deskOf(one).state())), count: 1, weights: [], bank: 'b' },
  ...{ rounds: [], waiting_count: 0 },
});

beforeEach(async () => {
  server.askState.mockReset().mockResolvedValue(await toldOf(right));
  server.fetchVersions.mockResolvedValue(new Map([[1, 'v1']]));
  server.fetchPack.mockReset().mockResolvedValue({ timezone, questions: [right] });
});

test('what is wrong under the version of what is right is taken anew', async () => {
  const desk = deskOf(question([answer(false)]));
  expect(await synchronise(desk)).toEqual({ state: 'agreed' });
  expect(await synchronise(desk)).toEqual({ state: 'agreed' });
  expect(server.fetchPack).toHaveBeenCalledTimes(1);
});

test('a server that moves on while its pack is under way does not differ for that', async () => {
  const then = question([answer(true), { ...answer(false), seq: 1, at: at + 1 }]);
  const now = question([...then.history, { ...answer(true), seq: 2, at: at + 2 }]);
  server.askState.mockResolvedValueOnce(await toldOf(then)).mockResolvedValue(await toldOf(now));
  server.fetchVersions.mockResolvedValue(new Map([[1, 'v2']]));
  server.fetchSome.mockResolvedValue({ timezone, questions: [{ ...now, version: 'v2' }] });
  expect(await synchronise(deskOf(right))).toEqual({ state: 'agreed' });
  expect(server.fetchPack).not.toHaveBeenCalled();
});

test('what differs is tried again by itself, but taken anew only once the server has moved on', async () => {
  const elsewhere = question([answer(false)]);
  server.askState.mockResolvedValue(await toldOf(elsewhere));
  const desk = deskOf(right);
  expect(await synchronise(desk)).toMatchObject({ state: 'differs' });
  expect(nextTryIn(await synchronise(desk), [])).toBeGreaterThan(0);
  expect(server.fetchPack).toHaveBeenCalledTimes(1);
  server.askState.mockResolvedValue(await toldOf(right));
  expect(nextTryIn(await synchronise(desk), [])).toBe(false);
  expect(desk.state().sync).toEqual({ state: 'agreed' });
});

test('the state that was asked for before a round was sent is not taken for the one after it', async () => {
  const login = Promise.resolve(new Response('{}'));
  const asked = { 'POST /auth/refresh': login, 'GET /study/state': login };
  globalThis.seodangAsked = asked;
  await synchronise(deskOf(right));
  expect(Object.keys(asked)).toHaveLength(2);
  server.sendRound.mockImplementation(async ({ given }) =>
    given.map((one) => ({ ...one, delivery: 'arrived' })),
  );
  await synchronise(deskOf(right, [round('unsent')]));
  expect(asked).toEqual({ 'POST /auth/refresh': login });
  globalThis.seodangAsked = undefined;
});

test('a round that is refused keeps no other from being sent', async () => {
  const desk = deskOf(right, [round('refused'), round('sent')]);
  const refusal = new ApiProblem({ type: 'about:blank', title: '', status: 409, detail: 'uuid_reused' });
  server.sendRound.mockImplementation(async ({ uuid, given }) => {
    if (uuid === 'refused') throw refusal;
    return given.map((one) => ({ ...one, delivery: 'arrived' }));
  });
  expect(await synchronise(desk)).toEqual({ state: 'failed', error: refusal });
  expect(desk.state().rounds.map(({ given }) => given[0]?.delivery)).toEqual(['underway', 'arrived']);
});

/** A device of little room: what it has kept, as long as `fits` lets it. */
function shelfOf(fits: (change: Change) => boolean | Promise<boolean>) {
  const shelf: Change[] = [];
  const write: StudyDb['write'] = async (wanted) => {
    const change = typeof wanted === 'function' ? wanted([]) : wanted;
    if (!(await fits(change))) throw new DOMException('full', 'QuotaExceededError');
    shelf.push(change);
  };
  return { shelf, db: Promise.resolve({ write }) };
}
const change = (...uuids: string[]): Change => ({ rounds: { put: uuids.map(round) } });

test('what a full device has no room for is told, and goes down whole with the next change that fits', async () => {
  let isFull = false;
  const { shelf, db } = shelfOf(() => !isFull);
  const keep = writerOf(db, () => change('a', 'b', 'c'));
  expect(await keep(change('a'))).toBe(true);
  isFull = true;
  expect([await keep(change('b')), await keep(change('c'))]).toEqual([false, false]);
  isFull = false;
  expect([await keep(change('c')), await keep(change('d'))]).toEqual([true, true]);
  expect(shelf).toEqual([change('a'), change('a', 'b', 'c'), change('d')]);
});

test('a change that fits, under way with one that does not, does not pass for both', async () => {
  const slow = Promise.withResolvers<boolean>();
  let hasRoom = false;
  const { shelf, db } = shelfOf(({ rounds }) => {
    const [first] = rounds?.put ?? [];
    return first?.uuid === 'small' ? slow.promise : hasRoom;
  });
  const keep = writerOf(db, () => change('large', 'small'));
  const small = keep(change('small'));
  const large = keep(change('large'));
  // Whatever does not wait for the slow one has ended by then.
  await new Promise(setImmediate);
  slow.resolve(true);
  expect([await small, await large]).toEqual([true, false]);
  hasRoom = true;
  expect(await keep(change('next'))).toBe(true);
  expect(shelf).toEqual([change('small'), change('large', 'small')]);
});

test('what another tab kept of the same round stays beside what is here only, but for what was taken back', () => {
  const base = round('r');
  const one = (seq: number, pub_id: string, delivery: 'here' | 'arrived' = 'here') => ({
    ...(base.given[0] as Round['given'][number]),
    ...{ seq, pub_id, delivery, at: at + seq },
  });
  const here = { ...base, given: [one(0, 'q1'), one(1, 'q2')], next_seq: 3 };
  const there = {
    ...base,
    given: [one(0, 'q1', 'arrived'), one(1, 'q3'), one(2, 'undone')],
    next_seq: 3,
  };
  const both = withKept(here, there, new Set([`undone ${new Date(at).toISOString()}`]));
  expect(both.given.map(({ pub_id, seq, delivery }) => [pub_id, seq, delivery])).toEqual([
    ['q1', 0, 'arrived'],
    ['q3', 1, 'here'],
    ['q2', 3, 'here'],
  ]);
  expect(both.next_seq).toBe(4);
  expect(withKept(both, there, new Set([`undone ${new Date(at).toISOString()}`]))).toEqual(both);
});

test('a picture that nothing here names any more is on the device no longer', async () => {
  const kept = new Map(['own.jpg', 'taken.jpg'].map((name) => [`https://here/study-picture/${name}`, name]));
  const cache = {
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    delete: async (address: string) => kept.delete(`https://here${address}`),
  };
  vi.stubGlobal('caches', { open: async () => cache });
  const here = question([{ ...answer(true), picture_path: 'own.jpg' }]);
  await synchronise(deskOf(here));
  vi.unstubAllGlobals();
  expect([...kept.values()]).toEqual(['own.jpg']);
});
