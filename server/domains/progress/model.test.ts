import { isDeepStrictEqual } from 'node:util';
import { AttendanceStatus } from '@seodang/contract/attendance.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import {
  type HomeworkFact,
  judge,
  type Requirement,
  type SessionFact,
  type Story,
  standingOf,
  TODAY,
  type When,
} from '#testing/progress-model.ts';
import { NOW, stage, tell } from '#testing/progress-stories.ts';
import * as queries from './recompute.queries.ts';

const STUDENTS = 350;
const WEEKS = 5;
const TURNS = 3;
/** One in so many stays as it was from turn to turn: 350 + 2 × 326 histories are a thousand. */
const UNCHANGED = 15;
const kit = useApp();

const when = fc.constantFrom<When>('past', 'future', null);
const score = fc.integer({ min: 0, max: 100 });
/** Days around those of the class sessions, and one to come. */
const around = fc.constantFrom(null, '2026-03-02', '2026-03-04', '2026-03-08', '2026-04-02');
const exam = fc
  .record({
    state: fc.constantFrom('draft' as const, 'published' as const, 'published' as const, 'closed' as const),
    ...{ released: fc.boolean(), is_online: fc.boolean(), others: fc.boolean(), waits: fc.boolean() },
    ...{ opens: around, published: around },
    ...{ closes: when, longer: when, score: fc.option(score), retest: fc.option(score), pass_score: score },
  })
  .map((one) => (one.closes === 'past' && (one.opens ?? '') > '2026-03-04' ? { ...one, opens: null } : one))
  .map((one) => (one.score === null ? { ...one, retest: null } : { ...one, waits: false }));
const homework: fc.Arbitrary<HomeworkFact> = fc
  .record({
    rule: fc.constantFrom(null, 'SUBMIT' as const, 'SCORE' as const, 'TEACHER_APPROVAL' as const),
    ...{ due: when, longer: when, pass_score: fc.option(score), max_score: fc.constantFrom(null, 50, 100) },
    submitted: fc.constantFrom('not' as const, 'failed' as const, 'yes' as const, 'yes' as const),
    review: fc.option(
      fc.record({
        verdict: fc.constantFrom('approved' as const, 'returned' as const),
        score: fc.option(score),
      }),
    ),
  })
  .map((one) => (one.submitted === 'yes' ? one : { ...one, review: null }));
const session: fc.Arbitrary<SessionFact> = fc.record({
  date: fc.constantFrom<When>('past', 'past', 'past', 'future', null),
  is_supplement: fc.constantFrom(false, false, false, true),
  attendance: fc.oneof(fc.constant('UNSET' as const), fc.constantFrom(...AttendanceStatus.options)),
  videos: fc.array(
    fc.record({
      ready: fc.constantFrom(true, true, false),
      seconds: fc.integer({ min: 1, max: 5000 }),
      share: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
    }),
    { maxLength: 2 },
  ),
  ...{ exams: fc.array(exam, { maxLength: 2 }), homework: fc.array(homework, { maxLength: 2 }) },
  excuses: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Requirement[]>([]) },
    fc.subarray<Requirement>(['video', 'exam', 'homework']),
  ),
  decided: fc.constantFrom(null, null, null, null, null, true, false),
});
const range = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(3, 5, 9999));
const policy = fc.record({
  from: fc.constant(null),
  ...{ required: score, exams: range, homework: range, pass_share: score },
  grace: fc.integer({ min: 0, max: 10 }),
  pass_type: fc.constantFrom('SUBMIT' as const, 'SCORE' as const, 'TEACHER_APPROVAL' as const),
  ...{ warning: fc.integer({ min: 1, max: 2 }), danger: fc.integer({ min: 3, max: 4 }) },
  ...{ low_warning: fc.integer({ min: 1, max: 2 }), low_danger: fc.integer({ min: 3, max: 4 }) },
});
const day = fc.constantFrom(null, '2026-03-02', '2026-03-03', '2026-03-05', '2026-04-03');
const story: fc.Arbitrary<Story> = fc.record({
  policies: fc
    .tuple(policy, fc.array(fc.tuple(policy, day), { maxLength: 2 }))
    .map(([first, later]): Story['policies'] => [first, ...later.map(([one, from]) => ({ ...one, from }))]),
  sessions: fc.array(session, { minLength: WEEKS, maxLength: WEEKS }),
});

const sql = async (text: string, ...values: unknown[]) => (await kit.owner.query(text, values)).rows;

async function verdicts(enrollments: number[]) {
  const rows = await sql(
    `select enrollment_id::int as enrollment, session_id::int as session, video_state, exam_state, homework_state,
       video_progress_rate as rate, completed, is_judged, is_overridden, meta->'codes' as codes
     from session_progress where enrollment_id = any($1)`,
    enrollments,
  );
  return new Map(rows.map(({ enrollment, session: id, ...row }) => [`${enrollment}:${id}`, row]));
}

async function standings(enrollments: number[]) {
  const rows = await sql(
    `select enrollment_id::int as enrollment, total_sessions as total, completed_sessions as completed,
       consecutive_failed_sessions as run, consecutive_low_scores as low_scores, risk_level as level, risk_rule as rule
     from lecture_progress where enrollment_id = any($1)`,
    enrollments,
  );
  return new Map(rows.map(({ enrollment, ...row }) => [enrollment, row]));
}

async function logged(enrollments: number[]) {
  const rows = await sql(
    `select enrollment_id::int as enrollment, array_agg(concat_ws(' ', risk_level, rule) order by id) as levels
     from risk_log where enrollment_id = any($1) group by 1`,
    enrollments,
  );
  return new Map(rows.map(({ enrollment, levels }) => [enrollment, levels as string[]]));
}

/** How many of them the recomputation changed. */
function recompute(school: Academy, enrollments: number[], second: number): Promise<number> {
  const at = new Date(NOW.getTime() + second * 1000);
  return school.system().tx(async (tx) => (await queries.recompute(tx, enrollments, TODAY, at)).length);
}

/** Where two maps of the same keys differ, with the story behind it, so that it can be told again. */
function differences<T>(name: string, found: T | undefined, expected: T | undefined, told: Story) {
  return isDeepStrictEqual(found, expected) ? [] : [{ name, found, expected, told: JSON.stringify(told) }];
}

test('what the database computes is what the rules say, turn after turn of random histories', async () => {
  const school = await academy(kit);
  await school.person('teacher');
  const places = await stage(kit, school, STUDENTS, WEEKS);
  const enrollments = places.map(({ enrollment }) => enrollment);
  const stories = fc.sample(story, STUDENTS);
  const levels = enrollments.map(() => ['NORMAL']);

  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn > 0)
      for (const [at, one] of fc.sample(story, STUDENTS).entries()) if (at % UNCHANGED > 0) stories[at] = one;
    const cast = places.map((place, at) => [place, stories[at] as Story] as const);
    await tell(kit, school, cast);
    await recompute(school, enrollments, turn);

    const [found, standing] = [await verdicts(enrollments), await standings(enrollments)];
    const wrong = cast.flatMap(([{ enrollment, sessions }, told]) => [
      ...sessions.flatMap((id, week) =>
        differences(`week ${week + 1}`, found.get(`${enrollment}:${id}`), judge(told, week), told),
      ),
      ...differences('standing', standing.get(enrollment), standingOf(told), told),
    ]);
    expect(wrong.slice(0, 3)).toEqual([]);
    for (const [index, [, told]] of cast.entries()) {
      const { level, rule } = standingOf(told);
      const last = [level, rule].filter(Boolean).join(' ');
      if (levels[index]?.at(-1) !== last) levels[index]?.push(last);
    }
    expect(await recompute(school, enrollments, turn + 10)).toBe(0);
  }
  const log = await logged(enrollments);
  expect(enrollments.map((id) => log.get(id) ?? [])).toEqual(levels.map(([, ...changes]) => changes));
});
