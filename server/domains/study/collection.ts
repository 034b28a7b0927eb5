import { DatabaseSync } from 'node:sqlite';
import { BadZip } from '#core/zip.ts';
import type { Note } from './anki.rules.ts';

/** Enough of a note to tell that a field of it is beyond measure. */
const MOST_CHARS = 60_000;

/**
 * The first so many notes of a collection of Anki in a file, a database that somebody else made: to be read in a process
 * that may die of it. What is no plain table is not read. Throws BadZip, `too_large` when the notes come to more.
 */
export function readCollection(path: string, most: number, mostBytes: number): Note[] {
  try {
    const db = new DatabaseSync(path, { readOnly: true, allowExtension: false });
    db.exec('pragma trusted_schema = off; pragma query_only = on');
    return notesIn(db, most, mostBytes);
  } catch (error) {
    throw error instanceof BadZip ? error : new BadZip('damaged');
  }
}

function notesIn(db: DatabaseSync, most: number, mostBytes: number): Note[] {
  if (!isTable(db, 'notes')) return [];
  const clozes = clozeKinds(db);
  const rows = db
    .prepare(
      'select substr(guid, 1, 200) as guid, cast(mid as text) as mid, substr(tags, 1, 4000) as tags, substr(flds, 1, ?) as flds from notes order by id limit ?',
    )
    .iterate(MOST_CHARS, most);
  const notes: Note[] = [];
  let left = mostBytes;
  for (const { guid, mid, tags, flds } of rows) {
    const fields = String(flds).split('\u001f', 2);
    const note = { guid: String(guid), isCloze: clozes.has(String(mid)), tags: String(tags), fields };
    left -= Buffer.byteLength(JSON.stringify(note));
    if (left < 0) throw new BadZip('too_large');
    notes.push(note);
  }
  return notes;
}

function isTable(db: DatabaseSync, name: string): boolean {
  const found = db.prepare("select sql from sqlite_master where type = 'table' and name = ?").get(name);
  return typeof found?.sql === 'string' && !/\bvirtual\b|\bas\s*\(/i.test(found.sql);
}

function clozeKinds(db: DatabaseSync): Set<string> {
  if (isTable(db, 'notetypes'))
    return new Set(
      db
        .prepare('select cast(id as text) as id, config from notetypes')
        .all()
        // Field 1 of the settings says what kind it is; of normal ones it is left out.
        .filter(({ config }) => config instanceof Uint8Array && config[0] === 0x08 && config[1] === 1)
        .map(({ id }) => String(id)),
    );
  if (!isTable(db, 'col')) return new Set();
  const { models } = db.prepare('select models from col').get() ?? {};
  const kinds: Record<string, { type?: number }> = JSON.parse(String(models ?? '{}'));
  return new Set(Object.entries(kinds).flatMap(([id, { type }]) => (type === 1 ? [id] : [])));
}
