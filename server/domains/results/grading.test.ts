import type { PartialCredit, QuestionKind } from '@seodang/contract/exam-questions.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

type Question = {
  kind: QuestionKind;
  keys: string[];
  key_state: 'keyed' | 'all_correct' | 'void';
  points: number;
  partial: PartialCredit;
};

/** The rules of grading said once more, without a database: what an answer is worth, and why nothing. */
function worthOf({ kind, keys, key_state, points, partial }: Question, answer: string) {
  if (key_state === 'void') return { is_correct: null, score: 0, reason: undefined };
  if (key_state === 'all_correct') return { is_correct: true, score: points, reason: undefined };
  if (answer === '') return { is_correct: false, score: 0, reason: 'BLANK' };
  const is_correct = keys.includes(answer);
  const marks = answer.split(',');
  const shares = keys.map((key) => {
    const wanted = key.split(',');
    const hits = marks.filter((mark) => wanted.includes(mark)).length;
    if (partial === 'proportional') return hits / Math.max(wanted.length, marks.length);
    return partial === 'minus_wrong' ? Math.max(0, 2 * hits - marks.length) / wanted.length : 0;
  });
  const share = is_correct ? 1 : Math.max(0, ...shares);
  const reason =
    kind === 'single' && marks.length > 1 ? 'MULTIPLE_MARKS' : keys.length === 0 ? 'NO_KEY' : undefined;
  return { is_correct, score: Math.round(points * share * 100 + 1e-9) / 100, reason };
}

const marks = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
const several = marks.map((all) => all.toSorted().join(','));
const one = fc.integer({ min: 1, max: 5 }).map(String);
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({
    kind: fc.constant('single' as const),
    keys: fc.uniqueArray(one, { maxLength: 3 }),
    key_state: fc.constantFrom('keyed', 'keyed', 'keyed', 'all_correct', 'void'),
    points: fc.integer({ min: 0, max: 400 }).map((quarter) => quarter / 4),
    partial: fc.constant('none' as const),
  }),
  fc.record({
    kind: fc.constant('multiple' as const),
    keys: fc.uniqueArray(several, { maxLength: 3 }),
    key_state: fc.constantFrom('keyed', 'keyed', 'keyed', 'void'),
    points: fc.integer({ min: 0, max: 400 }).map((quarter) => quarter / 4),
    partial: fc.constantFrom('none', 'proportional', 'minus_wrong'),
  }),
) as fc.Arbitrary<Question>;
const answer = fc.oneof(fc.constant(''), one, several);

test('the database grades by the rules, whatever the questions and the answers', async () => {
  const pairs = fc.sample(fc.tuple(question, answer), { numRuns: 400, seed: 7 });
  const questions = pairs.map(([one], at) => ({ number: at + 1, choices: 5, ...one }));
  const school = await academy(kit);
  const exam = await examined(kit, school, { questions });
  await exam.handIn(
    exam.teacher,
    pairs.map(([, given]) => given),
    'omr_manual',
  );
  await kit.runTasks();
  const { body } = await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results/${exam.enrollment_id}`);
  const told = body.facts.map((fact: { is_correct: boolean; score: number; meta: { grading?: object } }) => ({
    is_correct: fact.is_correct,
    score: fact.score,
    reason: (fact.meta.grading as { invalid_reason?: string } | undefined)?.invalid_reason,
  }));
  expect(told).toEqual(pairs.map(([one, given]) => worthOf(one, given)));
  const sum = told.reduce((total: number, { score }: { score: number }) => total + score, 0);
  expect(body.total_score).toBeCloseTo(sum, 2);
});

test('no answer is worth more than its points, and everything right is worth all of them', () => {
  fc.assert(
    fc.property(question, answer, (one, given) => {
      const { score, is_correct } = worthOf(one, given);
      expect(score).toBeLessThanOrEqual(one.points);
      if (is_correct) expect(score).toBe(one.points);
    }),
  );
});
