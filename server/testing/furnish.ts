import type pg from 'pg';
import { previewOf } from '#domains/school/import-preview.rules.ts';
import { effectivePolicy } from '#domains/video/policy.rules.ts';
import type { Academy, Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';
import { columnsOf, keysOf, sampleOf } from './catalogue.ts';

export type Row = Record<string, unknown>;
/** An academy with people of every role and one row in every table that academies share; every text is the mark. */
export type Furnished = {
  school: Academy;
  people: Record<Person['role'], Person>;
  rows: ReadonlyMap<string, Row>;
  /** Nobody but this academy may ever read it. */
  mark: string;
};

type Values = Record<string, unknown>;
type Given = { people: Furnished['people']; mark: string; rows: ReadonlyMap<string, Row> };

/** What a table needs beyond what its types, defaults and foreign keys tell. A new table that asks for more is named. */
const particulars: Record<string, (given: Given) => Values> = {
  attendance_batch: () => ({ changes: '[]' }),
  audit_entry: () => ({ seq: 1 }),
  clinic_approval: () => ({ link_ids: '{1}', undone_by: null, undone_at: null }),
  clinic_link: () => ({ cause: 'LOW_SCORE', reason: 'AUTO_RISK', approved: true, state: 'approved' }),
  clinic_slot: () => ({ starts_at: inDays(1), ends_at: inDays(1.04), capacity: 5 }),
  class_session: () => ({ session_type: 'REGULAR', regular_order: 1 }),
  exam: () => ({ state: 'published', is_online: true }),
  exam_question: () => ({ choices: 5 }),
  exam_sheet: () => ({ template_id: null }),
  homework_page: () => ({ label: '37' }),
  homework_region: () => ({ label: '1', left: 0.1, top: 0.1, right: 0.5, bottom: 0.3 }),
  guardianship: ({ people }) => ({ user_id: people.parent.user_id }),
  idempotency_key: ({ people }) => ({ user_id: people.owner.user_id }),
  import_batch: ({ mark }) => ({ preview: JSON.stringify(previewOf(listOf(mark))), rows: '{}' }),
  job: () => ({ kind: 'furnished.job' }),
  lecture: ({ people }) => ({ teacher_id: people.teacher.user_id }),
  lecture_staff: ({ people }) => ({ user_id: people.assistant.user_id }),
  notice: () => ({ channel: 'message', waits_for: null, reason: null }),
  playback_case: () => ({ violations: 1 }),
  playback_event: ({ rows }) => {
    const { session_id, video_id, enrollment_id } = rows.get('playback_session') ?? {};
    return { session_id, video_id, enrollment_id, policy_id: rows.get('playback_policy')?.id };
  },
  playback_policy: () => ({ policy: JSON.stringify(policy) }),
  result: () => ({ max_score: 100_000 }),
  risk_case: () => ({ risk_level: 'WARNING' }),
  session_progress: ({ rows }) => {
    const { session_id, enrollment_id } = rows.get('session_enrollment') ?? {};
    return { session_id, enrollment_id, meta: JSON.stringify({ codes: [] }) };
  },
  progress_override: ({ people }) => ({ created_by: people.teacher.user_id, reason: '이유' }),
  requirement_excuse: ({ people }) => ({ created_by: people.teacher.user_id, reason: '병결' }),
  sheet_template: () => ({ paper: 'A4' }),
  submission: () => ({ homework_id: null }),
  submission_file: () => ({ batch_id: null }),
  submission_film: () => ({ reason: 'source_too_long' }),
  sitting: ({ people }) => ({ user_id: people.student.user_id, submission_id: null }),
  study_attempt: () => ({ selected: '[]' }),
  study_fit: () => ({ weights: Array.from({ length: 21 }, () => 1), reverted_at: null }),
  study_fit_try: () => ({ student_id: null }),
  study_image: () => ({ name: `${'A'.repeat(43)}.png`, student_id: null }),
  study_quarantine: () => ({ selected: '[]' }),
  study_round: () => ({ pub_ids: ['0198a000-0000-7000-8000-000000000001'], devices: 2, ended_at: null }),
  study_topic: () => ({ student_id: null }),
  student: ({ people }) => ({
    user_id: people.student.user_id,
    phone: '01000000000',
    attendance_code: '12345678',
  }),
  weekly_report: () => ({ week_on: '2026-01-05' }),
  video: () => ({
    status: 'READY',
    duration_ms: 60_000,
    duration: 60,
    hls_path: 'media/hls/x/videos/1/1/master.m3u8',
    output_version: 1,
    chapters: '[]',
  }),
  video_caption: () => ({ language: 'ko', path: 'media/hls/x/videos/1/captions/a.vtt' }),
  video_replacement: () => ({ file_key: 'videos/x/1/a.mp4', content_type: 'video/mp4' }),
  video_key: () => ({ key: Buffer.alloc(16, 1), version: 1 }),
};

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

const policy = effectivePolicy({
  video: { allow_skip: false, max_speed: 1, show_watermark: true },
  ...{ permission: null, rule: 'free', was_completed: false, limits: { max_sessions: 1, max_devices: 3 } },
});

/** Tables whose rows refer to others without a foreign key. */
const looselyAfter = [
  { child: 'playback_event', parent: 'playback_session' },
  { child: 'playback_event', parent: 'playback_policy' },
  { child: 'session_progress', parent: 'session_enrollment' },
];

/** Columns that programs read, where people's words would be nonsense. */
const machineText = /(_path|_key|_hash|_type|^key|^kind|^status|^locale|^timezone|^stage)$/;

/** A class list of one line. */
const listOf = (mark: string): Parameters<typeof previewOf>[0] => ({
  format: 'csv',
  encoding: null,
  sheets: [
    {
      name: mark,
      lines: [
        ['이름', '연락처'],
        [mark, '01000000001'],
      ].map((cells, at) => ({ row: at + 1, cells })),
    },
  ],
});

const roles = ['owner', 'admin', 'teacher', 'assistant', 'student', 'parent'] as const;

/** Furnishes an academy from the database's own catalogue, so that tables which are added later are furnished too. */
export async function furnish(kit: Kit, school: Academy, mark: string): Promise<Furnished> {
  const made = await Promise.all(roles.map(async (role) => [role, await school.person(role, mark)] as const));
  const people = Object.fromEntries(made) as Furnished['people'];
  const rows = new Map<string, Row>();
  await remember(kit.owner, rows, 'user_account', people.owner.user_id);
  await remember(kit.owner, rows, 'login_session', people.owner.login_session_id);
  order ??= tablesInOrder(kit.owner);
  for (const table of await order) {
    if (rows.has(table)) continue;
    const own = particulars[table]?.({ people, mark, rows }) ?? {};
    rows.set(table, await insertOne(kit.owner, { table, tenant_id: school.tenant_id, rows, own, mark }));
  }
  return { school, people, rows, mark };
}

let order: Promise<string[]> | undefined;

async function remember(owner: pg.Pool, rows: Map<string, Row>, table: string, id: number): Promise<void> {
  const { rows: found } = await owner.query<Row>(`select * from ${table} where id = $1`, [id]);
  rows.set(table, found[0] ?? {});
}

/** Tables with a tenant_id, those that others refer to first. Parts of a partitioned table are its own. */
export async function tenantTables(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = 'tenant_id' and not a.attisdropped order by 1`);
  return rows.map(({ name }) => name);
}

async function tablesInOrder(owner: pg.Pool): Promise<string[]> {
  const left = new Set(await tenantTables(owner));
  const { rows } = await owner.query<{ child: string; parent: string }>(`
    select distinct conrelid::regclass::text as child, confrelid::regclass::text as parent
    from pg_constraint where contype = 'f' and conrelid <> confrelid`);
  const references = [...rows, ...looselyAfter];
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter(
      (table) => !references.some(({ child, parent }) => child === table && left.has(parent)),
    );
    if (free.length === 0)
      throw new Error(`these tables refer to each other in a circle: ${[...left].join(', ')}`);
    for (const table of free) left.delete(table);
    order.push(...free);
  }
  return order;
}

type Insert = { table: string; tenant_id: number; rows: ReadonlyMap<string, Row>; own: Values; mark: string };

/** Tables whose rows the database makes by itself, with what they belong to. */
const selfMade: ReadonlySet<string> = new Set(['progress_policy', 'policy_version']);

async function insertOne(owner: pg.Pool, { table, tenant_id, rows, own, mark }: Insert): Promise<Row> {
  if (selfMade.has(table)) {
    const made = await owner.query<Row>(`select * from ${table} where tenant_id = $1 limit 1`, [tenant_id]);
    return made.rows[0] ?? {};
  }
  const columns = await columnsOf(owner, table);
  const references = await referencesOf(owner, table, rows);
  const needed = columns
    .filter(({ name, is_needed }) => is_needed && !(name in references) && !(name in own))
    .map(({ name, type, label }) => [name, label ?? sampleOf(type, mark)]);
  const known = markable.get(`${table} ${mark.length}`);
  const marked = (known ?? []).map((name) => [name, mark]);
  const values: Values = {
    ...Object.fromEntries([...needed, ...marked]),
    ...references,
    ...own,
    tenant_id,
  };
  const names = Object.keys(values);
  const { rows: inserted } = await owner
    .query<Row>(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
       values (${names.map((_, at) => `$${at + 1}`).join(', ')}) returning *`,
      Object.values(values),
    )
    .catch((error: Error) => {
      throw new Error(`${table} needs its particulars in server/testing/furnish.ts: ${error.message}`);
    });
  if (known) return inserted[0] ?? {};
  const texts = columns.filter(
    ({ name, type, is_own }) => type === 'text' && is_own && !(name in own) && !machineText.test(name),
  );
  return markTexts(
    owner,
    table,
    inserted[0] ?? {},
    texts.map(({ name }) => name),
    mark,
  );
}

/** The mark goes wherever the table lets it: everywhere at once, or else one by one. */
async function markTexts(
  owner: pg.Pool,
  table: string,
  row: Row,
  names: string[],
  mark: string,
): Promise<Row> {
  const key =
    'id' in row ? 'id' : Object.keys(row).find((name) => name.endsWith('_id') && name !== 'tenant_id');
  const write = async (some: string[]) => {
    const sets = some.map((name) => `"${name}" = $1`).join(', ');
    const update = `update ${table} set ${sets} where "${key}" = $2 and tenant_id = $3 returning *`;
    const { rows } = await owner.query<Row>(update, [mark, row[key ?? ''], row.tenant_id]);
    return rows[0];
  };
  const tried = await Promise.all(
    names.map((name) =>
      write([name]).then(
        () => name,
        () => undefined,
      ),
    ),
  );
  const allowed = tried.filter((name) => name !== undefined);
  markable.set(`${table} ${mark.length}`, allowed);
  return allowed.length === 0 ? row : ((await write(allowed)) ?? row);
}
/** What was found out about each table, for marks of one length, once a process. */
const markable = new Map<string, string[]>();

/** The values of all columns that refer to rows which are already there. */
async function referencesOf(owner: pg.Pool, table: string, rows: ReadonlyMap<string, Row>): Promise<Values> {
  const keys = await keysOf(owner, table);
  const values: Values = {};
  for (const { parent, own, theirs } of keys) {
    const row = rows.get(parent);
    if (row) for (const [at, name] of own.entries()) values[name] = row[theirs[at] ?? ''];
  }
  delete values.tenant_id;
  return values;
}
