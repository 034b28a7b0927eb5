import { memoryOf, schedulerOf, stateHashOf } from '@seodang/recall';
import { expect, test } from 'vitest';
import { choicesIn, roundFor } from './choose.rules.ts';
import { deliveredOf, hashOf, rememberedOf } from './memory.rules.ts';
import { notesOf, todayOf, weakOf } from './overview.rules.ts';
import { changesOf } from './pack.rules.ts';
import { resultOf } from './result.rules.ts';
import {
  countedOf,
  type Given,
  isToShare,
  mayUndo,
  nextOf,
  type Question,
  type Round,
  shareOf,
  unsentOf,
  withAnswer,
  withArrived,
  withoutLast,
  withSkipped,
} from './round.rules.ts';

const zone = 'Asia/Seoul';
const folding = { timezone: zone, weights: [] };
const noon = Date.parse('2026-11-22T03:00:00Z');
const day = 86_400_000;

const question = (id: number, more: Partial<Question> = {}): Question => ({
  ...{
    pub_id: `q${id}`,
    id,
    study_topic_id: 1,
    topic_title: '극한',
    revision: 1,
    subject: '수학',
    kind: 'single',
  },
  ...{ body: `문제 ${id}`, keys: [['1']], explanation: '', tags: ['극한'], frequency: 0 },
  choices: [1, 2, 3].map((one) => ({ id: `${one}`, text: `보기 ${one}` })),
  ...{ variant_group: null, is_open: true, version: `v${id}`, history: [] },
  ...more,
});
const failed = (at: number) => ({
  ...{ quiz_session: `s${at}`, seq: 0, at, outcome: 'wrong' as const, is_correct: false },
  ...{ selected: ['2'], unsure: false },
});

function shelf(questions: Question[], rounds: Round[] = []) {
  const all = new Map(questions.map((one) => [one.pub_id, one]));
  const remembered = new Map(
    questions.flatMap((one) => {
      const found = rememberedOf(one, rounds, folding);
      return found ? [[one.pub_id, found] as const] : [];
    }),
  );
  const known = questions.map((one) => ({ question: one, remembered: remembered.get(one.pub_id) }));
  return { questions: all, rounds, remembered, known, ...folding };
}

const ids = { uuid: 'r1', seed: 7, now: noon, timezone: zone };
function begun(questions: Question[], wish = { mode: 'random' as const, count: 20 }): Round {
  const round = roundFor(shelf(questions).known, wish, ids);
  if (!round) throw new Error('nothing to ask');
  return round;
}
const answer = (pub_id: string, outcome: Given['outcome'], at = noon) => ({
  ...{
    pub_id,
    outcome,
    is_correct: outcome === 'correct',
    selected: ['1'],
    unsure: false,
    elapsed_ms: 1,
    at,
  },
  answered_at: new Date(at).toISOString(),
});

test('what is due, wrong and weak is seen from the histories alone', () => {
  const { known } = shelf([question(1, { history: [failed(noon - 9 * day)] }), question(2), question(3)]);
  const today = todayOf(known, noon, zone);
  expect(today).toMatchObject({ due_count: 1, streak: 0, topics: [{ questions: 3, due: 1, wrong: 1 }] });
  expect(today.forecast[0]).toEqual({ day: '2026-11-22', due: 1 });
  expect(weakOf(known).tags).toMatchObject([{ name: '극한', attempts: 1, passed: 0 }]);
  expect(notesOf(known, zone)).toMatchObject([{ question: { id: 1 }, fails: 1, last: { selected: ['2'] } }]);
  expect(notesOf(known, zone, { from: '2026-11-20' })).toEqual([]);
});

test('a question that is not open is remembered, but neither due nor asked', () => {
  const { known } = shelf([question(1, { is_open: false, history: [failed(noon - 9 * day)] })]);
  expect(todayOf(known, noon, zone).due_count).toBe(0);
  expect(roundFor(known, { mode: 'due', count: 20 }, ids)).toBeUndefined();
});

test('the wrong ones come again with their choices in another order, unless there are only numbers', () => {
  const history = [failed(noon - day)];
  const bare = [1, 2, 3].map((one) => ({ id: `${one}`, text: '' }));
  const questions = [question(1, { history }), question(2, { history, choices: bare }), question(3)];
  const round = begun(questions, { mode: 'wrong_variants' as never, count: 20 });
  const seeds = Array.from({ length: 20 }, (_, seed) => ({ ...round, reshuffled: ['q1', 'q2'], seed }));
  const orders = (at: number) =>
    new Set(
      seeds.map((one) =>
        choicesIn(one, questions[at] ?? question(9))
          .map(({ id }) => id)
          .join(),
      ),
    );
  expect(orders(0).size).toBeGreaterThan(1);
  expect([...orders(1)]).toEqual(['1,2,3']);
});

test('what was in exams comes first though every subject has few questions, and a round says what it is made of', () => {
  const questions = Array.from({ length: 40 }, (_, at) =>
    question(at + 1, { subject: `과목 ${at % 8}`, frequency: at < 10 ? 100 : 0 }),
  );
  const round = begun(questions, { mode: 'frequent_focus' as never, count: 10 });
  const often = round.pub_ids.filter((one) => Number(one.slice(1)) <= 10);
  expect(often.length).toBeGreaterThanOrEqual(9);
  expect(round.wanted).toBeUndefined();
  const history = [failed(noon - day)];
  const wrong = [1, 2].map((id) => question(id, { history, tags: [`${id}`], variant_group: `g${id}` }));
  const again = begun([...wrong, question(3, { variant_group: 'g1' })], {
    mode: 'wrong_variants' as never,
    count: 20,
  });
  expect(again).toMatchObject({ wanted: 20, variants: 1, reshuffled: ['q2'] });
});

test('what was put off comes last, and a place is never used twice', () => {
  const questions = [question(1), question(2)];
  const { questions: all } = shelf(questions);
  const round = begun(questions);
  const first = nextOf(round, all)?.pub_id ?? '';
  const put = withSkipped(round, first);
  expect(nextOf(put, all)?.pub_id).not.toBe(first);
  const twice = withAnswer(withoutLast(withAnswer(put, answer('q1', 'wrong'))), answer('q1', 'correct'));
  expect(twice.given.map(({ seq }) => seq)).toEqual([1]);
});

test('an answer goes out when its round is over or at rest, and what went out cannot be taken back', () => {
  const round = withAnswer(begun([question(1), question(2)]), answer('q1', 'wrong'));
  expect(unsentOf(round, noon + 60_000)).toEqual([]);
  expect(unsentOf(round, noon + 11 * 60_000)).toHaveLength(1);
  expect(unsentOf({ ...round, finished_at: noon }, noon)).toHaveLength(1);
  expect(mayUndo(round)).toBe(true);
  const sent = { ...round, given: round.given.map((one) => ({ ...one, delivery: 'underway' as const })) };
  expect(mayUndo(sent)).toBe(false);
  expect(withoutLast(sent).given).toHaveLength(1);
});

test('what both remember is compared without the answers that are only here, and waiting ones do not count', async () => {
  const questions = [question(1, { history: [failed(noon - day)] }), question(2)];
  const base = withAnswer(withAnswer(begun(questions), answer('q1', 'correct')), answer('q2', 'wrong'));
  const before = await hashOf(shelf(questions).remembered);
  expect(await hashOf(deliveredOf(shelf(questions, [base])))).toBe(before);

  const as = (delivery: Given['delivery']) => ({
    ...base,
    given: base.given.map((one) => ({ ...one, delivery })),
  });
  expect(await hashOf(shelf(questions, [as('waiting')]).remembered)).toBe(before);
  const arrived = shelf(questions, [as('arrived')]);
  expect(await hashOf(deliveredOf(arrived))).toBe(await hashOf(arrived.remembered));
  expect(await hashOf(arrived.remembered)).not.toBe(before);
});

test('what the pack brings back of a round counts once', async () => {
  const round = withAnswer(begun([question(1)]), answer('q1', 'wrong'));
  const sent = { ...round, given: round.given.map((one) => ({ ...one, delivery: 'arrived' as const })) };
  const packed = question(1, {
    history: [{ ...failed(noon), quiz_session: 'r1', selected: ['1'] }],
  });
  const once = memoryOf(schedulerOf(), rememberedOf(packed, [], folding)?.history ?? [], zone);
  expect(await hashOf(shelf([packed], [sent]).remembered)).toBe(
    await stateHashOf(new Map([['q1', once as never]])),
  );
});

test('an answer to a round of which the pack had everything counts at once', () => {
  const questions = [question(1), question(2)];
  const round = { ...withAnswer(begun(questions), answer('q1', 'wrong')), is_packed: true };
  const { remembered } = shelf(questions, [withAnswer(round, answer('q2', 'correct'))]);
  expect(remembered.get('q2')?.last_passed).toBe(true);
});

test('a result says what a round changed', () => {
  const questions = [question(1, { history: [failed(noon - day)] }), question(2)];
  const round = withAnswer(withAnswer(begun(questions), answer('q1', 'correct')), answer('q2', 'wrong'));
  expect(resultOf(round, shelf(questions, [round])).map(({ label }) => label)).toEqual([
    'newly_correct',
    'new_wrong',
  ]);
});

test('who leaves a round lets another device go on with it, which asks only what is left', () => {
  const questions = [question(1), question(2)];
  const { questions: all } = shelf(questions);
  const begunHere = begun(questions);
  const first = nextOf(begunHere, all)?.pub_id ?? '';
  const left = { ...withAnswer(begunHere, answer(first, 'wrong')), left_at: noon + 1 };
  expect(unsentOf(left, noon + 2)).toHaveLength(1);
  const later = withAnswer(left, answer('q9', 'wrong', noon + 5));
  expect(unsentOf(later, noon + 6)).toEqual([]);

  const history = [{ ...failed(noon), quiz_session: begunHere.uuid, selected: ['1'] }];
  const packed = new Map([...all, [first, question(Number(first.slice(1)), { history })]]);
  const there = withArrived({ ...begunHere, next_seq: 10_000, is_joined: true }, packed);
  expect(there.given).toMatchObject([{ pub_id: first, seq: 0, delivery: 'arrived', outcome: 'wrong' }]);
  expect(withArrived(there, packed)).toBe(there);
  const second = nextOf(there, packed)?.pub_id ?? '';
  expect(second).not.toBe(first);
  expect(withAnswer(there, answer(second, 'correct')).given.map(({ seq }) => seq)).toEqual([0, 10_000]);
  expect(mayUndo(there)).toBe(false);
});

test('of a round that another device has too all but the last answer goes out at once, and that one soon', () => {
  const questions = [question(1), question(2), question(3)];
  const first = withAnswer(begun(questions), answer('q1', 'wrong'));
  const second = withAnswer(first, answer('q2', 'correct', noon + 1000));
  expect(unsentOf(second, noon + 2000)).toEqual([]);
  const shared = { ...second, has_others: true };
  expect(unsentOf(shared, noon + 2000).map(({ pub_id }) => pub_id)).toEqual(['q1']);
  expect(mayUndo(shared)).toBe(true);
  expect(unsentOf(shared, noon + 31_000)).toHaveLength(2);
});

test('a question that two devices asked counts once, by the first answer', () => {
  const history = [{ ...failed(noon), quiz_session: 'r1', seq: 10_000, selected: ['2'] }];
  const questions = [question(1, { history }), question(2)];
  const both = withAnswer(
    withAnswer(begun(questions), answer('q2', 'correct')),
    answer('q1', 'correct', noon + 9),
  );
  const round = withArrived({ ...both, shared: 'open' }, shelf(questions).questions);
  expect(round.given).toHaveLength(3);
  expect(countedOf(round)).toHaveLength(2);
  const lines = resultOf(round, shelf(questions, [round]));
  expect(lines.map(({ question, label }) => [question.id, label]).sort()).toEqual([
    [1, 'new_wrong'],
    [2, 'newly_correct'],
  ]);
});

test('the server is told of a round when it begins, when something is put off, and when it ends', () => {
  const round = begun([question(1), question(2)]);
  expect(isToShare(round)).toBe(true);
  expect(isToShare({ ...round, finished_at: noon })).toBe(false);
  const told = { ...round, shared: shareOf(round) };
  expect(isToShare(told)).toBe(false);
  expect(isToShare(withSkipped(told, 'q1'))).toBe(true);
  const over = { ...told, finished_at: noon };
  expect(isToShare(over)).toBe(true);
  expect(isToShare({ ...over, shared: shareOf(over) })).toBe(false);
});

test('of a pack only what has another version is asked for, and what is no longer named goes', () => {
  const here = shelf([question(1), question(2), question(3)]).questions;
  const versions = new Map([
    [1, 'v1'],
    [2, 'other'],
    [4, 'v4'],
  ]);
  expect(changesOf(here, versions)).toEqual({ missing: [2, 4], removed: ['q3'] });
});

test('a question comes back by the weights of its subject, else by those of all others', () => {
  const own = schedulerOf().weights.map((one) => one * 1.5);
  const stabilityBy = (weights: { subject: string | null; weights: number[] }[]) => {
    const asked = question(1, { history: [failed(noon - 9 * day), failed(noon - 2 * day)] });
    return rememberedOf(asked, [], { timezone: zone, weights })?.memory.stability;
  };
  const standard = stabilityBy([]);
  expect(stabilityBy([{ subject: '영어', weights: own }])).toBe(standard);
  expect(stabilityBy([{ subject: '수학', weights: own }])).not.toBe(standard);
  expect(stabilityBy([{ subject: null, weights: own }])).toBe(
    stabilityBy([{ subject: '수학', weights: own }]),
  );
});
