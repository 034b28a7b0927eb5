import { DatabaseSync } from 'node:sqlite';

/**
 * A process of its own, since a collection is a database that somebody else made: the notes of the file that is named go
 * out as lines of JSON, with the names of media files where the collection has them. What is no plain table is not read.
 */
const [path = '', most = '0'] = process.argv.slice(2);
const db = new DatabaseSync(path, { readOnly: true, allowExtension: false });
db.exec('pragma trusted_schema = off; pragma query_only = on');

function isTable(name: string): boolean {
  const found = db.prepare("select sql from sqlite_master where type = 'table' and name = ?").get(name);
  return typeof found?.sql === 'string' && !/\bvirtual\b|\bas\s*\(/i.test(found.sql);
}

function clozeKinds(): Set<string> {
  if (isTable('notetypes'))
    return new Set(
      db
        .prepare('select cast(id as text) as id, config from notetypes')
        .all()
        // Field 1 of the settings says what kind it is; of normal ones it is left out.
        .filter(({ config }) => config instanceof Uint8Array && config[0] === 0x08 && config[1] === 1)
        .map(({ id }) => String(id)),
    );
  if (!isTable('col')) return new Set();
  const { models } = db.prepare('select models from col').get() ?? {};
  const kinds: Record<string, { type?: number }> = JSON.parse(String(models ?? '{}'));
  return new Set(Object.entries(kinds).flatMap(([id, { type }]) => (type === 1 ? [id] : [])));
}

const clozes = clozeKinds();
// Enough of a note to tell that a field of it is beyond measure.
const mostChars = 60_000;
const rows = isTable('notes')
  ? db
      .prepare(
        'select substr(guid, 1, 200) as guid, cast(mid as text) as mid, substr(tags, 1, 4000) as tags, substr(flds, 1, ?) as flds from notes order by id limit ?',
      )
      .iterate(mostChars, Number(most))
  : [];
for (const { guid, mid, tags, flds } of rows) {
  const note = {
    ...{ guid: String(guid), isCloze: clozes.has(String(mid)), tags: String(tags) },
    fields: String(flds).split('\u001f', 2),
  };
  process.stdout.write(`${JSON.stringify(note)}\n`);
}
