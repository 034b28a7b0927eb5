import type { EventExport } from '@seodang/contract/playback-events.ts';
import { playbackWords } from '@seodang/contract/playback-words.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { microseconds, newest, type Place, type Wanted } from './event-log.queries.ts';

export type Lines = { text: string | null; count: number; last: string | null };

/** How an event becomes a line: what is the same for a whole playback is made once for it, left and right of the rest. */
type Shape = Record<'before' | 'after' | 'line', RawBuilder<string>>;

/** To the second, as `to_char` would write it in twice the time, which was a fourth of what an export takes. */
const instant = sql`substr(to_json(date_bin('1 second', e.occurred_at, timestamptz 'epoch'))::text, 2, 25)`;

const csv: Shape = {
  before: sql`',' || app.csv_cell(st.name) || ',' || s.enrollment_id || ','`,
  after: sql`',' || s.session_id || ',' || s.user_id || ','`,
  line: sql`${instant} || who.before || e.event_type ||
    case when e.violation_reason is null then ',N,' else ',Y,' || e.violation_reason end || who.after ||
    app.event_score(e.event_type, e.violation_reason) ||
    case when e.payload is null then E',\\r\\n' else ',"' || replace(e.payload::text, '"', '""') || E'"\\r\\n' end`,
};

/** Stands for the number of the row in what is the same for a whole playback; no text has it after `escaped`. */
const rowNumber = sql<string>`chr(1)`;
const at = (column: string) => sql<string>`${sql.lit(`<c r="${column}`)} || ${rowNumber}`;
const text = (column: string, value: RawBuilder<string>) =>
  sql<string>`${at(column)} || '" t="inlineStr"><is><t xml:space="preserve">' || ${value} || '</t></is></c>'`;
const number = (column: string, value: RawBuilder<unknown>) =>
  sql<string>`${at(column)} || '"><v>' || ${value} || '</v></c>'`;
const time = (column: string, value: RawBuilder<unknown>) =>
  sql<string>`${at(column)} || '" s="1"><v>' || ${value} || '</v></c>'`;
/** What XML cannot carry is left out; text is text for Excel, whatever it begins with. */
const escaped = (value: RawBuilder<string>) =>
  sql<string>`replace(replace(replace(regexp_replace(${value}, U&'[\\0001-\\0008\\000B\\000C\\000E-\\001F\\FFFE\\FFFF]', '', 'g'), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;

/** Rows of a sheet from a number on: times are those of the academy, as Excel counts them (days since 1899-12-30). */
function xlsx(lang: EventExport['lang'], row: number): Shape {
  const words = sql`${JSON.stringify(playbackWords[lang])}::jsonb`;
  const named = (kind: 'types' | 'reasons', key: RawBuilder<unknown>) =>
    escaped(sql`coalesce(${words} -> ${sql.lit(kind)} ->> ${key}::text, ${key}::text)`);
  const serial = sql`round(extract(epoch from e.occurred_at::timestamp) / 86400 + 25569, 6)`;
  const cells = sql`${time('A', serial)} || who.before || ${text('C', named('types', sql`e.event_type`))} ||
    case when e.violation_reason is null then '' else ${text('D', named('reasons', sql`e.violation_reason`))} end ||
    ${number('E', sql`app.event_score(e.event_type, e.violation_reason)`)} ||
    case when e.payload is null then '' else ${text('F', escaped(sql`e.payload::text`))} end || who.after`;
  return {
    before: text('B', escaped(sql`st.name`)),
    after: sql`${number('G', sql`s.enrollment_id`)} || ${text('H', sql`s.session_id::text`)} || ${number('I', sql`s.user_id`)}`,
    line: sql`replace('<row r="' || ${rowNumber} || '">' || ${cells} || '</row>', ${rowNumber},
      (${row - 1}::int + row_number() over (order by e.occurred_at desc, e.id desc))::text)`,
  };
}

export type Exporting = {
  wanted: Wanted;
  timezone: string;
  /** Lines of CSV, or rows of a sheet in the words of a language. */
  as: 'csv' | EventExport['lang'];
};

/**
 * The next events as lines of a file, in the order of its header. Made by the database: Node, which serves everybody,
 * only passes them on. `row` is the number of the first one in its sheet. The zone is set before there is an event to be
 * written.
 */
export async function fileLines(
  tx: Tx,
  scope: Scope,
  { wanted, timezone, as }: Exporting,
  { row, ...page }: { after?: Place | undefined; limit: number; row: number },
): Promise<Lines> {
  const shape = as === 'csv' ? csv : xlsx(as, row);
  const { rows } = await sql<Lines>`
    with zone as materialized (select set_config('TimeZone', ${timezone}, true)),
    e as materialized (
      select e.id, e.session_id, e.occurred_at, e.event_type, e.violation_reason, e.payload
      from zone cross join lateral (${newest(tx, scope, wanted, page)}) e),
    who as materialized (
      select s.session_id, ${shape.before} as before, ${shape.after} as after
      from (select distinct session_id from e) seen
        join playback_session s on s.tenant_id = ${tx.tenant_id} and s.session_id = seen.session_id
        join enrollment n on n.tenant_id = s.tenant_id and n.id = s.enrollment_id
        join student st on st.tenant_id = n.tenant_id and st.id = n.student_id),
    lines as (
      select e.occurred_at, e.id, ${shape.line} as line from e join who using (session_id))
    select string_agg(line, '' order by occurred_at desc, id desc) as text, count(*) as count,
      (select ${microseconds} || '.' || e.id from (select occurred_at, id from e order by occurred_at, id limit 1) e) as last
    from lines`.execute(tx);
  return rows[0] ?? { text: null, count: 0, last: null };
}

export const csvHeader =
  'occurred_at,student_name,enrollment_id,event_type,violated,violation_reason,session_id,user_id,score,payload\r\n';

const columnsOf = {
  ko: ['때', '학생', '기록', '위반', '점수', '내용', '수강 번호', '재생', '계정 번호'],
  en: ['When', 'Student', 'What', 'Violation', 'Score', 'Details', 'Enrollment', 'Playback', 'Account'],
};
const widths = [20, 14, 22, 34, 8, 40, 12, 38, 12];

/** The columns of a sheet in the words of a language. */
export const sheetColumns = (lang: EventExport['lang']) =>
  columnsOf[lang].map((title, at) => ({ title, width: widths[at] ?? 12 }));

export async function timezoneOf(tx: Tx): Promise<string> {
  const { timezone } = await tx
    .selectFrom('tenant')
    .select('timezone')
    .where('id', '=', tx.tenant_id)
    .executeTakeFirstOrThrow();
  return timezone;
}
