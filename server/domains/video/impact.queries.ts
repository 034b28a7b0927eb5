import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { classViewings } from './viewers.queries.ts';

export type Concerned = {
  enrollment?: number;
  student?: number;
  students?: readonly number[];
  video?: number;
  session?: number;
  lecture?: number;
  /** Of the attendance rows with these ids. */
  attendance?: readonly number[];
};

/** Every video that can be played, as each student whom a change may concern meets it; one statement. */
export function listConcerned(tx: Tx, of: Concerned) {
  const { enrollment, student, students, video, session, lecture, attendance } = of;
  return classViewings(tx)
    .where('v.status', '=', 'READY')
    .$if(enrollment !== undefined, (q) => q.where('e.id', '=', enrollment ?? 0))
    .$if(student !== undefined, (q) => q.where('e.student_id', '=', student ?? 0))
    .$if(students !== undefined, (q) => q.where('e.student_id', 'in', [...(students ?? [])]))
    .$if(video !== undefined, (q) => q.where('v.id', '=', video ?? 0))
    .$if(session !== undefined, (q) => q.where('v.session_id', '=', session ?? 0))
    .$if(lecture !== undefined, (q) => q.where('c.lecture_id', '=', lecture ?? 0))
    .$if(attendance !== undefined, (q) => q.where('a.id', 'in', [...(attendance ?? [])]))
    .select(['st.id as student', 'l.title as lecture_title', 'v.title as video_title'])
    .orderBy('st.name')
    .orderBy('e.id')
    .orderBy('v.id')
    .execute();
}
export type ConcernedViewing = Awaited<ReturnType<typeof listConcerned>>[number];

type Pair = { enrollment: number; video: number };
type OfStudent = Pair & { student: number };

/**
 * Who takes a class session by video, has no rule of their own and has not completed the video: those whom an academy's
 * choice for them concerns. By the terms of their videos, of which an academy has few, since they are judged alike.
 */
export function listTermsOfOnline(tx: Tx) {
  const terms = ['allow_skip', 'max_speed', 'show_watermark', 'case_state'] as const;
  return tx
    .selectFrom(
      classViewings(tx)
        .where('v.status', '=', 'READY')
        .where('e.status', '=', 'ACTIVE')
        .where('se.id', 'is not', null)
        .where('a.status', '=', 'ONLINE')
        .where('vp.rule', 'is', null)
        .where('p.completed_at', 'is', null)
        .select('st.id as student')
        .as('w'),
    )
    .select(terms)
    .select(
      sql<
        OfStudent[]
      >`json_agg(json_build_object('student', student, 'enrollment', enrollment, 'video', video_id))`.as(
        'pairs',
      ),
    )
    .groupBy(terms)
    .execute();
}

/** Open cases that one more violation could move, with the events that count beside it. */
export function listMovable(tx: Tx, lapsed_at: Date) {
  return tx
    .selectFrom('playback_case as k')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'k.tenant_id').onRef('e.id', '=', 'k.enrollment_id'),
    )
    .select(['e.student_id as student', 'k.enrollment_id as enrollment', 'k.video_id as video'])
    .select(['k.state', 'k.violations'])
    .select(sql<boolean>`k.confirmed_at is not null`.as('has_confirmed'))
    .select(
      sql<number>`(select count(*) from playback_session s join playback_event e on e.session_id = s.session_id
        where s.tenant_id = k.tenant_id and s.enrollment_id = k.enrollment_id and s.video_id = k.video_id
          and (s.ended_at is null or s.ended_at >= k.opened_at))`.as('total'),
    )
    .where('k.tenant_id', '=', tx.tenant_id)
    .where('k.status', '=', 'open')
    .where('k.state', 'in', ['ok', 'warned'])
    .where('k.last_at', '>', lapsed_at)
    .orderBy('k.last_at', 'desc')
    .execute();
}

/** The names of students, lectures and videos, in the order in which they are asked for. */
export async function namesOf(tx: Tx, pairs: readonly Pair[]) {
  const { rows } = await sql<Pair & { student_name: string; lecture_title: string; video_title: string }>`
    select e.id as enrollment, v.id as video, st.name as student_name, l.title as lecture_title, v.title as video_title
    from json_to_recordset(${JSON.stringify(pairs)}::json) as p (enrollment bigint, video bigint)
    join enrollment e on e.tenant_id = ${tx.tenant_id} and e.id = p.enrollment
    join student st on st.tenant_id = e.tenant_id and st.id = e.student_id
    join lecture l on l.tenant_id = e.tenant_id and l.id = e.lecture_id
    join video v on v.tenant_id = e.tenant_id and v.id = p.video`.execute(tx);
  const byPair = new Map(rows.map((row) => [keyOf(row), row]));
  return pairs.flatMap((pair) => byPair.get(keyOf(pair)) ?? []);
}

export const keyOf = ({ enrollment, video }: Pair) => `${enrollment}:${video}`;
