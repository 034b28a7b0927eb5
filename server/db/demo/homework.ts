import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { enqueue } from '#core/tasks.ts';
import { createHomework } from '#domains/exams/index.ts';
import { homeworkHandedIn, readPicture } from '#domains/submissions/index.ts';
import * as queries from './homework.queries.ts';
import { pageOf } from './homework-page.ts';
import { demoAcademy, heldSessions } from './plan.ts';
import { type Random, seeded } from './random.ts';

const HOUR_MS = 3_600_000;
const rubric = [
  { label: '풀이 과정 없음', points: -2 },
  { label: '계산 실수', points: -1 },
  { label: '다른 풀이도 씀', points: 1 },
];

const State = z.enum(['waiting', 'returned', 'approved']);
export const handInDemo = {
  name: 'demo.hand_in',
  payload: z.strictObject({
    homework_id: z.int(),
    handed_in: z.array(
      z.strictObject({
        enrollment_id: z.int(),
        state: State,
        pages: z.int(),
        hours_before_due: z.number(),
      }),
    ),
  }),
};
type Wanted = z.output<typeof handInDemo.payload>;

type Session = { id: number; order: number };
type Given = {
  index: number;
  sessions: readonly Session[];
  enrollmentIds: readonly number[];
  visitor: number | undefined;
};

/** Homework of the last two lessons: one that was due yesterday, in every state, and one that is due the day after tomorrow. */
export async function addHomework(
  tx: Tx,
  scope: Scope,
  random: Random,
  { index, sessions, enrollmentIds, visitor }: Given,
): Promise<void> {
  const [before, last] = [sessions[heldSessions - 2], sessions[heldSessions - 1]];
  if (!before || !last || index > 1) return;
  const about = { description: '풀이 과정까지 사진으로 찍어 주세요.', max_score: 10, rubric };
  const dueIn = (hours: number) => new Date(scope.now.getTime() + hours * HOUR_MS);
  const next = { session_id: last.id, title: '교재 연습문제 B', due_at: dueIn(48) };
  await createHomework(scope, { ...about, ...next });
  if (index > 0) return;
  const past = { session_id: before.id, title: '교재 연습문제 A', due_at: dueIn(-20) };
  const { id: homework_id } = await createHomework(scope, { ...about, ...past });
  const handed_in = enrollmentIds.slice(0, -2).map((enrollment_id, at) => ({
    enrollment_id,
    state: enrollment_id === visitor || at % 9 === 4 ? 'returned' : at % 5 === 1 ? 'waiting' : 'approved',
    pages: 1 + random.below(2),
    hours_before_due: at % 7 === 3 ? -2 : 1 + random.below(30),
  }));
  await enqueue(tx, handInDemo, { homework_id, handed_in } as Wanted, {
    key: `${homework_id}`,
    queue: 'demo',
  });
}

const comments: Record<Wanted['handed_in'][number]['state'], string> = {
  approved: '꼼꼼하게 잘 풀었습니다.',
  returned: '두 번째 문제의 풀이 과정을 다시 적어 주세요.',
  waiting: '',
};

/** Draws the pages of those who have handed in and puts them on the desk, some judged already. */
export async function drawPages(
  scope: Scope,
  storage: Storage,
  { homework_id, handed_in }: Wanted,
): Promise<void> {
  for (const { enrollment_id, state, pages, hours_before_due } of handed_in) {
    const random = seeded(enrollment_id);
    const files: queries.DrawnPage[] = [];
    for (let place = 1; place <= pages; place++) files.push(await draw(storage, random, place));
    const review =
      state === 'waiting'
        ? undefined
        : {
            verdict: state,
            score: state === 'approved' ? 10 : 8,
            comment: comments[state],
            marks: state === 'approved' ? [] : rubric.slice(0, 1),
            annotations: state === 'approved' ? [tick] : [ring],
          };
    await scope.tx(async (tx) => {
      const made = await queries.handInPages(tx, {
        homework_id,
        enrollment_id,
        hours_before_due,
        files,
        review,
      });
      if (made) await emit(tx, homeworkHandedIn, { submission_id: made, homework_id, enrollment_id });
    });
  }
}

const tick = { place: 1, kind: 'check', points: [[0.85, 0.1]], colour: '#c44433' };
const ring = {
  place: 1,
  kind: 'pen',
  colour: '#c44433',
  points: Array.from({ length: 25 }, (_, at) => [
    0.5 + 0.36 * Math.cos((at * Math.PI) / 12),
    0.5 + 0.09 * Math.sin((at * Math.PI) / 12),
  ]),
};

async function draw(storage: Storage, random: Random, place: number): Promise<queries.DrawnPage> {
  const stem = `submissions/${demoAcademy.code}/${randomUUID()}`;
  const picture = await readPicture(Buffer.from(pageOf(random)), stem);
  const keys = { page_key: `${stem}.jpg`, thumb_key: `${stem}-small.jpg` };
  await storage.put(keys.page_key, picture.page);
  await storage.put(keys.thumb_key, picture.thumb);
  const { width, height } = picture;
  const looks = { look: picture.look.toString('hex'), close_look: picture.close_look.toString('hex') };
  return { ...keys, ...looks, place, width, height, size: picture.page.byteLength };
}
