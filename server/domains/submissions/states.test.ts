import { SubmissionStatus } from '@seodang/contract/submissions.ts';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { mayStep } from './submissions.rules.ts';

const kit = useApp();
const statuses = SubmissionStatus.options;
const pairs = statuses.flatMap((was) => statuses.map((becomes) => [was, becomes] as const));

test('the database and the code know the same states, and anything but done may fail', async () => {
  for (const [was, becomes] of pairs) {
    const { rows } = await kit.owner.query('select app.submission_step($1, $2) as may', [was, becomes]);
    expect({ was, becomes, may: rows[0]?.may }).toEqual({ was, becomes, may: mayStep(was, becomes) });
    if (becomes === 'failed') expect(mayStep(was, becomes)).toBe(was !== 'done' && was !== 'failed');
  }
});

test('no statement takes a step that is none, and no submission begins elsewhere', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const { body } = await exam.handIn(exam.student, ['3']);
  const force = (status: string) =>
    kit.owner.query('update submission set status = $1 where id = $2', [status, body.id]);
  await expect(force('dispatched')).rejects.toMatchObject({ code: '23514' });
  const born = kit.owner.query(
    `insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source, status)
     select tenant_id, lecture_id, enrollment_id, exam_id, source, 'done' from submission where id = $1`,
    [body.id],
  );
  await expect(born).rejects.toMatchObject({ code: '23514' });
});

test('of two sheets of one student one counts', async () => {
  const exam = await examined(kit, await academy(kit));
  const show = async (id: number) => (await ask(kit, exam.teacher, `GET /submissions/${id}`)).body;
  const first = (await exam.handIn(exam.teacher, ['3'], 'omr_manual')).body;
  const second = (await exam.handIn(exam.teacher, ['1'], 'omr_manual')).body;
  const counted = await ask(kit, exam.teacher, `POST /submissions/${first.id}/count`);
  expect(counted.body.superseded).toBe(false);
  expect((await show(second.id)).superseded).toBe(true);
  await ask(kit, exam.teacher, `POST /submissions/${second.id}/count`);
  expect((await show(first.id)).superseded).toBe(true);
});
