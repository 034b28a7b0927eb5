import { randomUUID } from 'node:crypto';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { addQuestions, createTopic, ingest } from '#domains/study/index.ts';
import { demoQuestions } from './questions.ts';
import { seeded } from './random.ts';
import * as queries from './seed.queries.ts';

const DAY_MS = 86_400_000;
/** How many days ago the visitor's student studied how many questions; what was studied then is due by now. */
const ROUNDS = [
  [16, 18],
  [11, 14],
  [6, 12],
  [2, 10],
  [1, 6],
] as const;

/** Sixty questions of a lecture, and what the student whom visitors sign in as answered in past weeks. */
export async function addStudy(tx: Tx, scope: Scope, lecture_id: number, student_id: number): Promise<void> {
  const random = seeded(60);
  const topic = await createTopic(scope, { title: '고1 수학 기본 60제', lecture_id });
  const whole = demoQuestions(random).map((question, at) => ({
    ...{ ...question, state: 'published' as const, frequency: random.below(4), source_id: `demo:${at + 1}` },
  }));
  await addQuestions(scope, topic.id, whole);
  const user_id = await queries.findUserOf(tx, student_id);
  const bank = await queries.listBank(tx, topic.id);
  for (const [days, count] of ROUNDS) {
    const begun = scope.now.getTime() - days * DAY_MS;
    const from = random.below(bank.length);
    const attempts = Array.from({ length: count }, (_, seq) => {
      const { pub_id, keys } = bank[(from + seq) % bank.length] ?? { pub_id: '', keys: [] };
      const knows = random.next() < 0.65;
      const key = keys[0] ?? [];
      const selected = knows ? key : [key[0] === '1' ? '2' : '1'];
      const answered_at = new Date(begun + seq * 40_000);
      return { seq, pub_id, selected, unsure: random.next() < 0.1, answered_at, elapsed_ms: 40_000 };
    });
    const session = { client_session_uuid: randomUUID(), sent_at: scope.now, attempts };
    await ingest(scope, { student_id, user_id }, { ...session, device: '', app_version: '' });
  }
}
