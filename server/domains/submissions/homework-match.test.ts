import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { homeworkDesk } from '#testing/homework-desk.ts';
import { photo } from '#testing/pictures.ts';

const kit = useApp();

test('a near copy of what another student, or the same one earlier, handed in is shown to staff beside it, and judges nothing', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  const desk = homeworkDesk(kit, exam);
  const before = await desk.give({ title: '36쪽' });
  const id = await desk.give();
  const corners = Buffer.from('corners of a page').toString('base64');
  async function compared(submission_id: number, twins: object[] = []) {
    const job = await desk.claim('ai.match');
    await desk.finish(job, {}, { submission_id, features: [{ place: 1, features: corners }], twins });
    return job.payload as { pages: object[]; others: { submission_id: number }[] };
  }
  const own = await desk.handIn(before, [await photo(1)]);
  expect((await compared(own.id)).others).toEqual([]);
  const hand = { who: mate.student, enrollment_id: mate.enrollment_id };
  const mates = await desk.handIn(id, [await photo(2)], hand);
  expect((await compared(mates.id)).others).toEqual([]);
  const now = await desk.handIn(id, [await photo(3)]);
  const twin = (other: number) => ({ place: 1, other_submission_id: other, other_place: 1, likeness: 0.4 });
  const { others } = await compared(now.id, [twin(own.id), twin(mates.id), twin(999_999)]);
  expect(others).toMatchObject([
    { submission_id: mates.id, enrollment_id: mate.enrollment_id, place: 1, features: corners },
    { submission_id: own.id },
  ]);

  const seen = async (submission: number) =>
    (await ask(kit, exam.teacher, `GET /submissions/${submission}`)).body;
  const hints = (await seen(now.id)).same_pictures;
  expect(
    hints
      .map(({ kind, other }: { kind: string; other: { title: string } }) => [kind, other.title])
      .toSorted(),
  ).toEqual([
    ['near', '36쪽'],
    ['near', '37쪽'],
  ]);
  expect((await kit.app.inject(hints[0].other.url)).statusCode).toBe(200);
  expect((await seen(mates.id)).same_pictures).toMatchObject([
    { kind: 'near', place: 1, other: { submission_id: now.id } },
  ]);
  expect((await ask(kit, exam.student, `GET /submissions/${now.id}`)).body.same_pictures).toEqual([]);
  expect(await seen(now.id)).toMatchObject({ status: 'answers_ready', review: null });
});
