import { ask } from '#testing/ask.ts';
import type { Academy, Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

type Body = Record<string, unknown>;
type Question = { id: number; number: number };

/** A published exam with its questions, and one student of its class session who has a parent. */
export async function examined(
  kit: Kit,
  school: Academy,
  { questions, ...more }: Body & { questions?: Body[] } = {},
) {
  const teacher = await school.person('teacher');
  const seat = await school.seat(teacher);
  const { body: exam } = await ask(kit, teacher, 'POST /exams', {
    session_id: seat.session_id,
    title: '주간 테스트',
    is_online: true,
    ...more,
  });
  const set = questions ?? [1, 2, 3, 4].map((number) => ({ number, keys: ['3'], points: 25 }));
  const { body } = await ask(kit, teacher, `PUT /exams/${exam.id}/questions`, { questions: set });
  await ask(kit, teacher, `PATCH /exams/${exam.id}`, { state: 'published' });
  const own = body.questions as Question[];
  /** Hands in what each question was answered with, in their order. */
  const handIn = (who: Person, answers: unknown[], source = 'online', enrollment_id = seat.enrollment_id) =>
    ask(kit, who, 'POST /submissions/', {
      ...{ enrollment_id, target_type: 'exam', target_id: exam.id, source },
      payload: { answers: own.map(({ id }, at) => ({ exam_question_id: id, answer: answers[at] ?? '' })) },
    });
  return { teacher, ...seat, exam_id: exam.id as number, questions: own, handIn };
}
export type Examined = Awaited<ReturnType<typeof examined>>;
