import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';
import { zipOf } from './spreadsheets.ts';

type Files = Record<string, string | Buffer>;

/** A QTI package: items by their files, and whatever else lies in it. */
export function qtiOf(items: Record<string, string>, more: Files = {}, version = '2p1'): Buffer {
  const resources = Object.keys(items).map(
    (href) => `<resource type="imsqti_item_xmlv${version}" href="${href}"/>`,
  );
  return zipOf({
    'imsmanifest.xml': `<?xml version="1.0"?><manifest><resources>${resources.join('')}</resources></manifest>`,
    ...items,
    ...more,
  });
}

/** An item of QTI 2.1 with one choice to make. */
export const choiceItem = (body: string, key = 'B', max = 1) => `<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">
  <responseDeclaration identifier="R" cardinality="${max === 1 ? 'single' : 'multiple'}" baseType="identifier">
    <correctResponse>${[...key].map((one) => `<value>${one}</value>`).join('')}</correctResponse></responseDeclaration>
  <itemBody>${body}<choiceInteraction responseIdentifier="R" maxChoices="${max}"><prompt>고르세요.</prompt>
    <simpleChoice identifier="A">하나</simpleChoice><simpleChoice identifier="B"><b>둘</b></simpleChoice>
    <simpleChoice identifier="C">셋</simpleChoice></choiceInteraction></itemBody></assessmentItem>`;

/** An item of QTI 3 with a number or a word to write. */
export const entryItem = (body: string, values: readonly string[], base = 'float') => `
<qti-assessment-item identifier="e"><qti-response-declaration identifier="R" cardinality="single" base-type="${base}">
  <qti-correct-response><qti-value>${values[0]}</qti-value></qti-correct-response>
  <qti-mapping>${values.map((one) => `<qti-map-entry map-key="${one}" mapped-value="1"/>`).join('')}</qti-mapping>
  </qti-response-declaration><qti-item-body><p>${body} <qti-text-entry-interaction response-identifier="R"/></p></qti-item-body>
</qti-assessment-item>`;

export type AnkiNote = { fields: string[]; isCloze?: boolean; tags?: string };

/** A package of Anki: of today's form (zstd, protobuf) or of the old one. */
export function ankiOf(notes: readonly AnkiNote[], media: Record<string, Buffer> = {}, isNew = true): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'anki-'));
  const path = join(folder, 'collection');
  const db = new DatabaseSync(path);
  db.exec('create table notes (id integer primary key, guid text, mid integer, tags text, flds text)');
  if (isNew) {
    db.exec('create table notetypes (id integer primary key, name text, config blob)');
    const kind = db.prepare('insert into notetypes values (?, ?, ?)');
    kind.run(1, 'Basic', Buffer.from([0x1a, 0x00]));
    kind.run(2, 'Cloze', Buffer.from([0x08, 0x01, 0x1a, 0x00]));
  } else {
    db.exec('create table col (models text)');
    db.prepare('insert into col values (?)').run(JSON.stringify({ 1: { type: 0 }, 2: { type: 1 } }));
  }
  const add = db.prepare('insert into notes (guid, mid, tags, flds) values (?, ?, ?, ?)');
  db.exec('begin');
  for (const [at, { fields, isCloze = false, tags = '' }] of notes.entries())
    add.run(`guid${at}`, isCloze ? 2 : 1, tags, fields.join('\u001f'));
  db.exec('commit');
  db.close();
  const collection = readFileSync(path);
  rmSync(folder, { recursive: true });
  const names = Object.keys(media);
  if (!isNew)
    return zipOf({
      'collection.anki2': collection,
      media: JSON.stringify(Object.fromEntries(names.entries())),
      ...Object.fromEntries(Object.values(media).entries()),
    });
  const list = Buffer.concat(names.map((name) => field(1, field(1, Buffer.from(name)))));
  return zipOf({
    'collection.anki2': 'please update',
    'collection.anki21b': zstdCompressSync(collection),
    media: zstdCompressSync(list),
    ...Object.fromEntries(Object.values(media).map((bytes, at) => [at, zstdCompressSync(bytes)])),
  });
}

const field = (number: number, bytes: Buffer) =>
  Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
