import type { EventFilter, PlaybackEvent, RiskRow } from '@seodang/contract/playback-events.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

/** Where a list goes on: microseconds since 1970 and id of the last event that was shown. */
export type Place = { us: number; id: number };
export type Wanted = Omit<EventFilter, 'range'> & { since: Date | null };

/** Videos in lectures that the caller works in, those that were removed included. */
function videosOf(tx: Tx, scope: Scope, video: number | undefined): RawBuilder<unknown> {
  return sql`
    select v.id, v.title from video v join class_session c on c.tenant_id = v.tenant_id and c.id = v.session_id
    where v.tenant_id = ${tx.tenant_id} and c.lecture_id in (${visibleLectures(tx, scope)})
    ${video === undefined ? sql`` : sql`and v.id = ${video}`}`;
}

function conditions(tx: Tx, wanted: Wanted, after: Place | undefined): RawBuilder<unknown> {
  const { enrollment, session_id, violated, event_type, search, since } = wanted;
  const parts = [
    since !== null && sql`and e.occurred_at >= ${since}`,
    after &&
      sql`and (e.occurred_at, e.id) < (timestamptz 'epoch' + ${after.us} * interval '1 microsecond', ${after.id})`,
    enrollment !== undefined && sql`and e.enrollment_id = ${enrollment}`,
    session_id !== undefined && sql`and e.session_id = ${session_id}`,
    violated === true && sql`and e.violation_reason is not null`,
    violated === false && sql`and e.violation_reason is null`,
    event_type !== undefined && sql`and e.event_type = any(${event_type}::playback_event_type[])`,
    search !== undefined && search !== '' && sql`and ${searched(tx, search)}`,
  ];
  return sql.join(
    parts.filter((part) => typeof part === 'object'),
    sql` `,
  );
}

/** A part of the student's name, the number of the account, or a part of the playback's id, as a log names them. */
function searched(tx: Tx, search: string): RawBuilder<unknown> {
  const like = likeOf(search);
  const byName = sql`e.enrollment_id in (
    select n.id from enrollment n join student st on st.tenant_id = n.tenant_id and st.id = n.student_id
    where n.tenant_id = ${tx.tenant_id} and st.name ilike ${like})`;
  const ofPlayback = [
    /^\d{1,15}$/.test(search) && sql`s.user_id = ${Number(search)}`,
    /^[\da-f-]{8,36}$/i.test(search) && sql`s.session_id::text ilike ${like}`,
  ].filter((part) => typeof part === 'object');
  if (ofPlayback.length === 0) return byName;
  return sql`(${byName} or e.session_id in (
    select s.session_id from playback_session s where s.tenant_id = ${tx.tenant_id} and (${sql.join(ofPlayback, sql` or `)})))`;
}

/** The newest events, each video by its own index: what is read grows with what is shown. */
export function newest(
  tx: Tx,
  scope: Scope,
  wanted: Wanted,
  page: { after?: Place | undefined; limit: number },
) {
  // As a number: with a parameter PostgreSQL would plan each page anew.
  const limit = sql.lit(page.limit);
  return sql`
    select e.*, v.title from (${videosOf(tx, scope, wanted.video)}) v
    cross join lateral (
      select e.* from playback_event e
      where e.tenant_id = ${tx.tenant_id} and e.video_id = v.id ${conditions(tx, wanted, page.after)}
      order by e.occurred_at desc, e.id desc limit ${limit}) e
    order by e.occurred_at desc, e.id desc limit ${limit}`;
}

export const microseconds = sql`(extract(epoch from e.occurred_at) * 1000000)::bigint`;

function shown(tx: Tx, events: RawBuilder<unknown>) {
  return sql<PlaybackEvent & { us: number }>`
    select e.id, e.video_id as video, e.title as video_title, e.enrollment_id, st.name as student_name, e.session_id,
      s.device_id, s.user_id, e.event_type, e.violation_reason is not null as violated,
      coalesce(e.violation_reason::text, '') as violation_reason, coalesce(e.payload, '{}') as event_payload,
      p.policy as policy_snapshot, e.occurred_at, e.received_at, app.event_severity(e.event_type, e.violation_reason) as severity,
      app.event_score(e.event_type, e.violation_reason) as score, ${microseconds} as us
    from (${events}) e
      join enrollment n on n.tenant_id = e.tenant_id and n.id = e.enrollment_id
      join student st on st.tenant_id = n.tenant_id and st.id = n.student_id
      join playback_session s on s.tenant_id = e.tenant_id and s.session_id = e.session_id
      join playback_policy p on p.tenant_id = e.tenant_id and p.id = e.policy_id
    where e.tenant_id = ${tx.tenant_id}
    order by e.occurred_at desc, e.id desc`;
}

export async function listEvents(
  tx: Tx,
  scope: Scope,
  wanted: Wanted,
  page: { after?: Place | undefined; limit: number },
) {
  const { rows } = await shown(tx, newest(tx, scope, wanted, page)).execute(tx);
  return rows;
}

export async function findEvent(tx: Tx, scope: Scope, id: number) {
  const event = sql`
    select e.*, v.title from playback_event e join (${videosOf(tx, scope, undefined)}) v on v.id = e.video_id
    where e.tenant_id = ${tx.tenant_id} and e.id = ${id}`;
  const { rows } = await shown(tx, event).execute(tx);
  return rows[0];
}

/** One statement over the counters: as many rows as students and hours in which they watched. */
export async function rankRisk(
  tx: Tx,
  { video, since, limit }: { video: number; since: Date | null; limit: number },
): Promise<RiskRow[]> {
  const { rows } = await sql<RiskRow>`
    select r.*, st.name as student_name, k.id as case_id, case when k.status = 'open' then k.state end as case_state
    from (
      select c.enrollment_id, sum(c.score)::int as score, sum(c.danger)::int as danger, sum(c.warn)::int as warn,
        sum(c.info)::int as info, max(c.last_occurred_at) as last_occurred_at
      from playback_event_count c
      where c.tenant_id = ${tx.tenant_id} and c.video_id = ${video}
        ${since === null ? sql`` : sql`and c.hour >= date_trunc('hour', ${since}::timestamptz, 'UTC')`}
      group by c.enrollment_id order by score desc, danger desc, warn desc, c.enrollment_id limit ${limit}) r
      join enrollment n on n.tenant_id = ${tx.tenant_id} and n.id = r.enrollment_id
      join student st on st.tenant_id = n.tenant_id and st.id = n.student_id
      left join lateral (
        select k.id, k.status, k.state from playback_case k
        where k.tenant_id = ${tx.tenant_id} and k.enrollment_id = r.enrollment_id and k.video_id = ${video}
        order by k.opened_at desc, k.id desc limit 1) k on true
    order by r.score desc, r.danger desc, r.warn desc, r.enrollment_id`.execute(tx);
  return rows;
}
