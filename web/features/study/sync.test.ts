import { ApiProblem } from '@seodang/contract/call.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import * as device from './device.ts';
import { deliveredOf, hashOf, rememberedOf } from './memory.rules.ts';
import type { Question, Round } from './round.rules.ts';
import type { StudyState } from './study.ts';
import { type Desk, synchronise } from './sync.ts';

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

beforeEach(async () => {
  const state_hash = await hashOf(deliveredOf(deskOf(right).state()));
  const told = { state_hash, count: 1, weights: [], bank: 'b', rounds: [], waiting_count: 0 };
  server.askState.mockResolvedValue(told);
  server.fetchVersions.mockResolvedValue(new Map([[1, 'v1']]));
  server.fetchPack.mockReset().mockResolvedValue({ timezone, questions: [right] });
});

test('what is wrong under the version of what is right is taken anew', async () => {
  const desk = deskOf(question([answer(false)]));
  expect(await synchronise(desk)).toEqual({ state: 'agreed' });
  expect(await synchronise(desk)).toEqual({ state: 'agreed' });
  expect(server.fetchPack).toHaveBeenCalledTimes(1);
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
