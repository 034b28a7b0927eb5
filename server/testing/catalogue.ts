import type pg from 'pg';

type Column = { name: string; type: string; label: string | null; is_needed: boolean; is_own: boolean };
type Key = { parent: string; own: string[]; theirs: string[] };

/** What was found out about each table, once a process. */
const knownColumns = new Map<string, Promise<Column[]>>();
const knownKeys = new Map<string, Promise<Key[]>>();

function once<T>(known: Map<string, T>, table: string, ask: () => T): T {
  const value = known.get(table) ?? ask();
  known.set(table, value);
  return value;
}

/** The columns of a table, as the database describes them. */
export function columnsOf(owner: pg.Pool, table: string): Promise<Column[]> {
  return once(knownColumns, table, () => readColumns(owner, table));
}

/** What a table refers to. */
export function keysOf(owner: pg.Pool, table: string): Promise<Key[]> {
  return once(knownKeys, table, () => readKeys(owner, table));
}

async function readColumns(owner: pg.Pool, table: string): Promise<Column[]> {
  const { rows } = await owner.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       (select enumlabel from pg_enum where enumtypid = a.atttypid order by enumsortorder limit 1) as label,
       a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attname <> 'tenant_id' as is_needed,
       a.attgenerated = '' and not exists (
         select from pg_constraint k where k.conrelid = a.attrelid and k.contype in ('p', 'f') and a.attnum = any(k.conkey)) as is_own
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
    [table],
  );
  return rows;
}

async function readKeys(owner: pg.Pool, table: string): Promise<Key[]> {
  const { rows } = await owner.query<Key>(
    `select k.confrelid::regclass::text as parent,
       array(select attname::text from unnest(k.conkey) with ordinality u(n, at) join pg_attribute on attrelid = k.conrelid and attnum = n order by at) as own,
       array(select attname::text from unnest(k.confkey) with ordinality u(n, at) join pg_attribute on attrelid = k.confrelid and attnum = n order by at) as theirs
     from pg_constraint k where k.conrelid = $1::regclass and k.contype = 'f'`,
    [table],
  );
  return rows;
}

/** A value that a column of this type takes; `mark` where it may be any text. */
export function sampleOf(type: string, mark: string): unknown {
  if (/^(small|big)?int|^integer|^numeric|^real|^double/.test(type)) return 1;
  if (/^(text|character|citext)/.test(type)) return mark;
  if (type === 'boolean') return false;
  if (type === 'uuid') return crypto.randomUUID();
  if (type.startsWith('timestamp')) return new Date();
  if (type === 'date') return '2026-11-21';
  if (type.startsWith('time')) return '18:00';
  if (type.startsWith('json')) return '{}';
  if (type === 'bytea') return Buffer.from(mark);
  if (type.endsWith('[]') || type.includes('multirange')) return '{}';
  if (type.includes('range')) return 'empty';
  return mark;
}
