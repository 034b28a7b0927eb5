import { ask } from '#testing/ask.ts';
import type { Academy, Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

export type Asked = { id: number; pub_id: string };
type Body = Record<string, unknown>;

export const five = ['1', '2', '3', '4', '5'].map((id) => ({ id, text: `보기 ${id}` }));

/** A class with a student, and a topic of its lecture with published questions whose key is 1. */
export async function studyClass(
  kit: Kit,
  school: Academy,
  count = 5,
  more: (at: number) => Body = () => ({}),
) {
  const teacher = await school.person('teacher');
  const seat = await school.seat(teacher);
  const topic = await ask(kit, teacher, 'POST /study/topics', {
    title: '함수의 극한',
    lecture_id: seat.lecture_id,
  });
  const questions: Asked[] = [];
  for (let at = 0; at < count; at += 1)
    questions.push(await addQuestion(kit, teacher, topic.body.id, { body: `${at + 1}번`, ...more(at) }));
  return { teacher, ...seat, topic_id: topic.body.id as number, questions };
}

export async function addQuestion(kit: Kit, who: Person, study_topic_id: number, more: Body = {}) {
  const question = { state: 'published', subject: '수학', body: 'x', choices: five, keys: [['1']] };
  const made = await ask(kit, who, 'POST /study/questions', { study_topic_id, ...question, ...more });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body as Asked;
}

/** Everything that is remembered and was answered in an academy, without what only tells when and how it arrived. */
export async function stateOf(kit: Kit, student_id: number): Promise<string> {
  const memories = await kit.owner.query(
    `select to_jsonb(m) - 'tenant_id' - 'student_id' as row from study_memory m where student_id = $1 order by study_question_id`,
    [student_id],
  );
  const attempts = await kit.owner.query(
    `select uuid, seq, study_question_id, selected, unsure, answered_at, at, is_suspect, outcome, is_correct
     from study_attempt where student_id = $1 order by uuid, seq`,
    [student_id],
  );
  const quizzes = await kit.owner.query(
    `select client_session_uuid, study_topic_id, question_ids, subject_distribution, status, cursor
     from study_quiz_session where student_id = $1 order by client_session_uuid, study_topic_id`,
    [student_id],
  );
  const waiting = await kit.owner.query(
    `select uuid, seq, pub_id, selected, unsure, at from study_quarantine where student_id = $1 order by uuid, seq`,
    [student_id],
  );
  return JSON.stringify([memories.rows, attempts.rows, quizzes.rows, waiting.rows], null, 1);
}
