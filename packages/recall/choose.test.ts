import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, choose, type Wish } from './index.ts';

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

describe('random', () => {
  const candidate = fc.record({
    subject: fc.constantFrom('국어', '수학', '영어'),
    last_passed: fc.option(fc.boolean()),
  });
  test('asks each at most once, as many of each subject as wished or as there are, the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.array(candidate, { maxLength: 60 }),
        fc.nat(),
        fc.boolean(),
        (rows, seed, wrong_only) => {
          const candidates = rows.map((row, id) => question(id, row));
          const asked = { ...wish, target_per_subject: 5, seed, wrong_only };
          const choice = choose(candidates, asked);
          const eligible = candidates.filter(({ last_passed }) => !wrong_only || last_passed === false);
          expect(new Set(choice.question_ids).size).toBe(choice.question_ids.length);
          for (const subject of ['국어', '수학', '영어']) {
            const there = eligible.filter((one) => one.subject === subject).length;
            const known = candidates.some((one) => one.subject === subject);
            expect(choice.subject_distribution[subject] ?? 0).toBe(Math.min(5, there));
            expect(choice.missing[subject] ?? 0).toBe(known ? 5 - Math.min(5, there) : 0);
          }
          expect(choice.question_ids.every((id) => eligible.some((one) => one.id === id))).toBe(true);
          expect(choose(candidates.toReversed(), asked)).toEqual(choice);
        },
      ),
    );
  });

  test('another seed asks in another order', () => {
    expect(choose(bank(40), wish).question_ids).not.toEqual(
      choose(bank(40), { ...wish, seed: 8 }).question_ids,
    );
  });

  test('says why there is none', () => {
    expect(choose([], wish).none).toBe('no_questions');
    expect(choose(bank(3), { ...wish, subject_filter: '영어' }).none).toBe('no_questions');
    expect(choose(bank(3), { ...wish, wrong_only: true }).none).toBe('nothing_wrong');
    expect(choose(bank(3), { ...wish, mode: 'due' }).none).toBe('nothing_due');
    expect(choose(bank(3), wish).none).toBeNull();
  });
});

test('frequent focus asks a question nine times as likely that was in nine times as many exams', () => {
  const candidates = [question(1, { frequency: 8 }), question(2)];
  const first = Array.from({ length: 4000 }, (_, seed) =>
    choose(candidates, { ...wish, mode: 'frequent_focus', target_per_subject: 1, seed }),
  ).filter(({ question_ids }) => question_ids[0] === 1).length;
  expect(first / 4000).toBeGreaterThan(0.88);
  expect(first / 4000).toBeLessThan(0.92);
});

describe('wrong variants', () => {
  const variants: Wish = { ...wish, mode: 'wrong_variants' };
  test('a sibling of the group comes instead of the one that was wrong, and is counted', () => {
    const candidates = [
      question(1, { ...wrong, variant_group: 'g' }),
      question(2, { variant_group: 'g' }),
      question(3),
    ];
    expect(choose(candidates, variants)).toMatchObject({
      question_ids: [2],
      real_variant_count: 1,
      reshuffled_ids: [],
    });
  });

  test('without a sibling one with the same tags that was not seen for a week, about as difficult', () => {
    const of = (more: Partial<Candidate>) =>
      choose(
        [
          question(1, { ...wrong, tags: ['극한'], difficulty: 5 }),
          question(2, { tags: ['극한'], difficulty: 5.5, ...more }),
        ],
        variants,
      );
    expect(of({})).toMatchObject({ question_ids: [2], real_variant_count: 0 });
    expect(of({ last_day: '2026-11-14', last_passed: true }).question_ids).toEqual([2]);
    for (const more of [
      { last_day: '2026-11-15' },
      { difficulty: 8 },
      { tags: ['극한', '도형'] },
      { subject: '영어' },
    ])
      expect(of(more)).toMatchObject({ question_ids: [1], reshuffled_ids: [1] });
  });

  test('none is asked twice when two that were wrong are variants of each other', () => {
    const pair = [1, 2].map((id) => question(id, { ...wrong, variant_group: 'g' }));
    const { question_ids } = choose(pair, variants);
    expect(question_ids.toSorted()).toEqual([1, 2]);
  });
});

test('due asks what is due by today, least remembered first, up to the cap', () => {
  const due = (id: number, due_day: string, retrievability: number) =>
    question(id, { due_day, retrievability });
  const candidates = [
    due(1, today, 0.9),
    due(2, '2026-11-01', 0.4),
    due(3, '2026-11-22', 0.1),
    due(4, today, 0.6),
  ];
  expect(choose(candidates, { ...wish, mode: 'due' }).question_ids).toEqual([2, 4, 1]);
  expect(choose(candidates, { ...wish, mode: 'due', daily_cap: 2 }).question_ids).toEqual([2, 4]);
});
