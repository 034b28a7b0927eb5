import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Edge } from './heat.rules.ts';

type Measured = { id: number; lecture_id: number; duration_ms: number };
type KindOfEdge = 'watched' | 'reached' | 'rewatched';

/** Active students that are there, with what is on record of a video: for other statements. */
const audience = (tx: Tx, { id, lecture_id }: Pick<Measured, 'id' | 'lecture_id'>) => sql`
  select e.id, p.watched, p.completed from enrollment e
    join student st on st.tenant_id = e.tenant_id and st.id = e.student_id and st.deleted_at is null
    left join video_progress p on p.tenant_id = e.tenant_id and p.enrollment_id = e.id and p.video_id = ${id}
  where e.tenant_id = ${tx.tenant_id} and e.lecture_id = ${lecture_id} and e.status = 'ACTIVE'`;

/**
 * Where what was watched begins and ends, gathered into parts of the video: as many rows as parts, however many
 * students and pieces. `reached` goes from the start to the last moment that a student watched.
 */
export async function listEdges(
  tx: Tx,
  video: Measured,
  parts: number,
): Promise<(Edge & { kind: KindOfEdge })[]> {
  const { id, duration_ms } = video;
  const { rows } = await sql<Edge & { kind: KindOfEdge }>`
    with seen as (
      select id, coalesce(watched, '{}') * int4multirange(int4range(0, ${duration_ms})) as watched from (${audience(tx, video)}) a),
    pieces as (
      select 'watched' as kind, lower(piece) as a, upper(piece) as b from seen, unnest(watched) piece
      union all
      select 'reached', 0, upper(watched) from seen where not isempty(watched)
      union all
      select 'rewatched', lower(piece), upper(piece)
      from playback_event ev join seen on seen.id = ev.enrollment_id,
        unnest(app.replayed(ev.payload) * int4multirange(int4range(0, ${duration_ms}))) piece
      where ev.tenant_id = ${tx.tenant_id} and ev.video_id = ${id} and ev.event_type = 'REPLAYED'),
    edges as (
      select kind, a as place, 1 as count from pieces union all select kind, b, -1 from pieces)
    select kind, least(place * ${parts}::bigint / ${duration_ms}, ${parts})::int as part, sum(count)::int as count,
      sum(place::bigint * count)::float8 as sum
    from edges group by 1, 2`.execute(tx);
  return rows;
}

export async function countAudience(tx: Tx, video: Pick<Measured, 'id' | 'lecture_id'>) {
  const { rows } = await sql<{ students: number; started: number; completed: number }>`
    select count(*)::int as students, count(*) filter (where not isempty(watched))::int as started,
      count(*) filter (where completed)::int as completed
    from (${audience(tx, video)}) a`.execute(tx);
  return rows[0] ?? { students: 0, started: 0, completed: 0 };
}
