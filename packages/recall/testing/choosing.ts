import { deepStrictEqual as equal, ok } from 'node:assert';
import fc from 'fast-check';
import type * as Recall from '../index.ts';

type Module = typeof Recall;
type Candidate = Recall.Candidate;
type Wish = Recall.Wish;

const today = '2026-11-21';
const wish: Wish = { mode: 'random', target_per_subject: 20, seed: 7, today, daily_cap: 50 };
const question = (id: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, subject: '수학', frequency: 0, tags: [], variant_group: null, difficulty: null },
  ...{ last_day: null, last_passed: null, due_day: null, retrievability: null },
  ...more,
});
const wrong = { last_passed: false, last_day: '2026-11-20' };
const bank = (count: number, more: Partial<Candidate> = {}) =>
  Array.from({ length: count }, (_, n) => question(n + 1, more));

const subjects = ['국어', '수학', '영어'];
const candidate = fc.record({
  subject: fc.constantFrom(...subjects),
  last_passed: fc.option(fc.boolean()),
  frequency: fc.nat(3),
});

/** Each at most once, as many of each subject as wished or as there are, whatever order they come in. */
function random({ choose }: Module): void {
  const plan = fc.record({
    rows: fc.array(candidate, { maxLength: 60 }),
    seed: fc.nat(),
    wrong_only: fc.boolean(),
    subject_filter: fc.option(fc.constantFrom(...subjects)),
    mode: fc.constantFrom('random' as const, 'frequent_focus' as const),
  });
  const holds = fc.property(plan, ({ rows, ...more }) => {
    const candidates = rows.map((row, id) => question(id, row));
    const asked = { ...wish, ...more, target_per_subject: 5 };
    const choice = choose(candidates, asked);
    const inSubject = candidates.filter(({ subject }) => [null, subject].includes(more.subject_filter));
    const eligible = inSubject.filter(({ last_passed }) => !more.wrong_only || last_passed === false);
    equal(new Set(choice.question_ids).size, choice.question_ids.length);
    ok(choice.question_ids.every((id) => eligible.some((one) => one.id === id)));
    for (const subject of subjects) {
      const there = eligible.filter((one) => one.subject === subject).length;
      const wished = inSubject.some((one) => one.subject === subject) ? 5 : 0;
      const given = Math.min(5, there);
      equal(choice.subject_distribution[subject], given > 0 ? given : undefined);
      equal(choice.missing[subject], wished > given ? wished - given : undefined);
    }
    equal([choice.reshuffled_ids, choice.real_variant_count], [[], 0]);
    equal(choose(candidates.toReversed(), asked), choice);
  });
  fc.assert(holds, { numRuns: 100, seed: 20_261_121, endOnFailure: true });
}

/** Every question comes as often as any other, in every place; subjects are mixed. */
function fairness({ choose }: Module): void {
  const runs = 2000;
  const firsts = new Map<number, number>();
  const asked = new Map<number, number>();
  let mixed = 0;
  const candidates = [...bank(4), question(11, { subject: '국어' }), question(12, { subject: '국어' })];
  for (let seed = 0; seed < runs; seed += 1) {
    const { question_ids } = choose(candidates, { ...wish, seed, target_per_subject: 2 });
    const [first = 0, second = 0] = question_ids;
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
    for (const id of question_ids) asked.set(id, (asked.get(id) ?? 0) + 1);
    if (first > 10 !== second > 10) mixed += 1;
  }
  for (const id of [1, 2, 3, 4]) ok(Math.abs((asked.get(id) ?? 0) / runs - 1 / 2) < 0.04);
  for (const id of [1, 2, 3, 4]) ok(Math.abs((firsts.get(id) ?? 0) / runs - 1 / 8) < 0.03);
  for (const id of [11, 12]) ok(Math.abs((firsts.get(id) ?? 0) / runs - 1 / 4) < 0.04);
  ok(Math.abs(mixed / runs - 2 / 3) < 0.04);
}

/** Nine times as likely by nine times as many exams; of questions of no exam each alike. */
function frequencies({ choose }: Module): void {
  const share = (candidates: readonly Candidate[], mode: Wish['mode']) => {
    const first = Array.from({ length: 2500 }, (_, seed) =>
      choose(candidates, { ...wish, mode, target_per_subject: 1, seed }),
    ).filter(({ question_ids }) => question_ids[0] === 1).length;
    return first / 2500;
  };
  const often = [question(1, { frequency: 8 }), question(2)];
  ok(Math.abs(share(often, 'frequent_focus') - 0.9) < 0.02);
  ok(Math.abs(share(often, 'random') - 0.5) < 0.03);
}

function reasons({ choose }: Module): void {
  const none = (candidates: readonly Candidate[], more: Partial<Wish> = {}) =>
    choose(candidates, { ...wish, ...more }).none;
  equal(none([]), 'no_questions');
  equal(none(bank(3), { subject_filter: '영어' }), 'no_questions');
  equal(none(bank(3), { wrong_only: true }), 'nothing_wrong');
  equal(none(bank(3), { mode: 'wrong_variants' }), 'nothing_wrong');
  equal(none(bank(3), { mode: 'due' }), 'nothing_due');
  equal(none(bank(3, { due_day: '2026-11-22' }), { mode: 'due' }), 'nothing_due');
  equal(none(bank(3)), null);
  equal(none(bank(1, wrong), { wrong_only: true }), null);
  equal(choose(bank(40), wish).question_ids.length, 20);
}

/** A sibling of the group; else one with the same tags, about as difficult, not seen for a week; else itself again. */
function variants({ choose }: Module): void {
  const asked: Wish = { ...wish, mode: 'wrong_variants' };
  const of = (first: Partial<Candidate>, ...others: Partial<Candidate>[]) => {
    const rest = others.map((more, at) => question(at + 2, more));
    const { question_ids, reshuffled_ids, real_variant_count } = choose(
      [question(1, { ...wrong, ...first }), ...rest],
      asked,
    );
    return { ids: question_ids.toSorted(), again: reshuffled_ids, variants: real_variant_count };
  };
  const itself = { ids: [1], again: [1], variants: 0 };
  const sibling = { ids: [2], again: [], variants: 1 };
  const similar = { ids: [2], again: [], variants: 0 };
  equal(of({ variant_group: 'g' }, { variant_group: 'g' }, {}), sibling);
  equal(of({ variant_group: 'g' }, { variant_group: 'h' }), itself);
  equal(of({}, {}), itself);
  // A sibling comes first, whenever it was seen and however difficult it is.
  const seen = { last_day: '2026-11-21', last_passed: true, difficulty: 9, variant_group: 'g' };
  equal(of({ variant_group: 'g', tags: ['극한'], difficulty: 5 }, seen, { tags: ['극한'] }), sibling);

  const limit = { tags: ['극한', '미분'], difficulty: 5 };
  for (const more of [
    {},
    { tags: ['미분', '극한'] },
    { difficulty: 6 },
    { difficulty: 4 },
    { difficulty: null },
    { last_day: '2026-11-14', last_passed: true },
    { last_day: '2026-11-01', last_passed: true },
  ])
    equal(of(limit, { ...limit, ...more }), similar, JSON.stringify(more));
  equal(of({ ...limit, difficulty: null }, limit), similar);
  for (const more of [
    { last_day: '2026-11-15', last_passed: true },
    { difficulty: 6.1 },
    { difficulty: 3.9 },
    { tags: ['극한'] },
    { tags: ['극한', '미분', '도형'] },
    { tags: ['극한', '적분'] },
    { tags: [] },
    { subject: '영어' },
  ])
    equal(of(limit, { ...limit, ...more }), itself, JSON.stringify(more));
  equal(of({ ...limit, tags: [] }, { ...limit, tags: [] }), itself);
  equal(of({ ...limit, tags: [] }, limit), itself);
}

/** None is asked twice, whichever are variants of which; each that was wrong is asked about once. */
function pairs({ choose }: Module): void {
  const asked: Wish = { ...wish, mode: 'wrong_variants' };
  const alike = { sibling: { variant_group: 'g' }, similar: { tags: ['극한'] } };
  const [chains, chosen] = [new Set<string>(), new Set<string>()];
  for (let seed = 0; seed < 20; seed += 1) {
    const pair = choose(bank(2, { ...wrong, variant_group: 'g' }), { ...asked, seed });
    equal(pair.question_ids.toSorted(), [1, 2]);
    equal([pair.real_variant_count, pair.reshuffled_ids], [2, []]);
    const third = question(3, { variant_group: 'g' });
    const three = choose([...bank(2, { ...wrong, variant_group: 'g' }), third], { ...asked, seed });
    equal(three.question_ids.length, 2);
    equal(new Set(three.question_ids).size, 2);
    const crowd = [...bank(3, { ...wrong, variant_group: 'g' }), question(4, wrong)];
    const all = choose(crowd, { ...asked, seed });
    equal(all.question_ids.toSorted(), [1, 2, 3, 4]);
    equal(all.reshuffled_ids.includes(4), true);
    const chain = ['2026-11-20', '2026-11-01'].map((last_day, at) =>
      question(at + 1, { ...wrong, tags: ['극한'], last_day }),
    );
    const { question_ids: ids } = choose(chain, { ...asked, seed });
    equal(new Set(ids).size, ids.length);
    chains.add(ids.toSorted().join());
    for (const [kind, more] of Object.entries(alike)) {
      const several = [question(1, { ...wrong, ...more }), question(2, more), question(3, more)];
      chosen.add(`${kind} ${choose(several, { ...asked, seed }).question_ids}`);
    }
  }
  equal([...chains].toSorted(), ['1,2', '2']);
  equal([...chosen].toSorted(), ['sibling 2', 'sibling 3', 'similar 2', 'similar 3']);
  const few = choose(bank(9, wrong), { ...asked, target_per_subject: 4 });
  equal([few.question_ids.length, few.missing, few.subject_distribution], [4, {}, { 수학: 4 }]);
}

/** What is due by today, least remembered first, of the same by its id, up to the cap; nothing is said to be missing. */
function due({ choose }: Module): void {
  const of = (id: number, due_day: string, retrievability: number | null) =>
    question(id, { due_day, retrievability });
  const candidates = [
    of(1, today, 0.9),
    of(2, '2026-11-01', 0.4),
    of(3, '2026-11-22', 0.1),
    of(4, today, 0.6),
    of(7, today, 0.6),
    of(6, today, 0.6),
    question(5),
  ];
  const asked: Wish = { ...wish, mode: 'due' };
  equal(choose(candidates, asked).question_ids, [2, 4, 6, 7, 1]);
  equal(choose(candidates.toReversed(), asked).question_ids, [2, 4, 6, 7, 1]);
  const capped = choose(candidates, { ...asked, daily_cap: 2, target_per_subject: 100 });
  equal(capped.question_ids, [2, 4]);
  equal([capped.missing, capped.subject_distribution], [{}, { 수학: 2 }]);
  equal(choose([of(1, today, 0.5), of(2, today, null)], asked).question_ids, [2, 1]);
  equal(choose([of(1, today, null), of(2, today, 0.5)], asked).question_ids, [1, 2]);
  const wrongOnly = choose(
    [
      { ...of(1, today, 0.5), last_passed: true },
      { ...of(2, today, 0.9), ...wrong },
    ],
    {
      ...asked,
      wrong_only: true,
    },
  );
  equal(wrongOnly.question_ids, [2]);
}

/** Mulberry32 in numbers of any size, as its author wrote it down. */
function mulberry(seed: number): () => number {
  const wrap = (value: bigint) => BigInt.asUintN(32, value);
  let state = BigInt(seed);
  return () => {
    state = wrap(state + 0x6d2b79f5n);
    let mixed = wrap((state ^ (state >> 15n)) * (state | 1n));
    mixed = wrap(mixed ^ wrap(mixed + wrap((mixed ^ (mixed >> 7n)) * (mixed | 61n))));
    return Number(wrap(mixed ^ (mixed >> 14n))) / 2 ** 32;
  };
}

/** What a seed draws stays what it drew: an older app and a newer server ask alike. */
function chance({ choose, randomOf }: Module): void {
  for (const seed of [0, 1, 20_261_121, 4_294_967_295]) {
    const [ours, theirs] = [randomOf(seed), mulberry(seed)];
    for (let at = 0; at < 50; at += 1) equal(ours(), theirs());
  }
  equal(choose(bank(8), { ...wish, seed: 1, target_per_subject: 4 }).question_ids, DRAWN_BY_1);
  equal(choose(bank(8), { ...wish, seed: 4_294_967_295, target_per_subject: 4 }).question_ids, DRAWN_BY_LAST);
}
const DRAWN_BY_1 = [2, 3, 7, 6];
const DRAWN_BY_LAST = [2, 7, 6, 8];

/** What choosing has to keep to (spec/05), by which the tests and the mutants are judged. */
export const choosing: Record<string, (module: Module) => void> = {
  ...{ reasons, variants, pairs, due, random, chance, frequencies, fairness },
};
