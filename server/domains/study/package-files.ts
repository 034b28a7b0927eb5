import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { refuse } from '#core/problem.ts';
import { readXml } from '#core/xml.rules.ts';
import { BadZip, openZip, type Zip } from '#core/zip.ts';
import { mediaOf, type Note, questionsOf } from './anki.rules.ts';
import { readCollection } from './collection.ts';
import { admitted, type ImportPlan } from './import.rules.ts';
import { type ItemRead, itemFilesOf, readItem } from './qti.rules.ts';
import type { PictureOf } from './rich.rules.ts';

/** What a package may come to when it is unpacked, and how many files may be in it. */
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_FILES = 20_000;
/** What the notes of a collection and the list of its media may come to. */
const MOST_NOTES_BYTES = 20 * 1024 * 1024;
const MOST_LIST_BYTES = 2 * 1024 * 1024;
const MOST_QUESTIONS = 5000;
const LONGEST_ITEM = 500_000;

/** What a package would add, and the bytes of its pictures by their names in it. */
export type PackagePlan = ImportPlan & { fileOf: (name: string) => Buffer | undefined };

type Reason = 'damaged' | 'too_large' | 'too_many_questions' | 'unsafe_path' | 'no_questions';
const unreadable = (reason: Reason): never =>
  refuse('questions_unreadable', { reason, most: MOST_QUESTIONS });

/**
 * What a QTI 2.1 or 3 package, or one of Anki, would add. What it costs is bounded by our limits, whatever the file claims;
 * nothing of it is written anywhere by its own names. For a process that may die of it. Refuses `questions_unreadable` with a reason.
 */
export async function planOfPackage(
  bytes: Buffer,
  known: ReadonlySet<string>,
  mostBytes = MOST_BYTES,
): Promise<PackagePlan> {
  try {
    const zip = openZip(bytes, mostBytes, MOST_FILES);
    if (zip.names.some(isUnsafe)) unreadable('unsafe_path');
    return zip.names.some((name) => name.startsWith('collection.anki2'))
      ? await planOfAnki(unpackedOf(zip, mostBytes), known)
      : planOfQti(zip, known);
  } catch (error) {
    return told(error);
  }
}

/** A file that cannot be unpacked as our refusal, whenever that is found out. */
function told(error: unknown): never {
  if (error instanceof BadZip) unreadable(error.reason);
  throw error;
}

const isUnsafe = (name: string) => /^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)/.test(name);

function planOfQti(zip: Zip, known: ReadonlySet<string>): PackagePlan {
  const names = new Set(zip.names);
  const named = itemFilesOf(zip.text('imsmanifest.xml') ?? '', readXml).map((href) => posix.normalize(href));
  const files =
    named.length > 0 ? named : zip.names.filter((name) => /\.xml$/i.test(name) && name !== 'imsmanifest.xml');
  if (files.length === 0) unreadable('no_questions');
  if (files.length > MOST_QUESTIONS) unreadable('too_many_questions');
  const plan = planWith((name) => zip.bytes(name));
  const taken = new Set(known);
  for (const [at, file] of files.entries()) {
    const picture = (src: string) => {
      const path = posix.join(
        posix.dirname(file),
        safely(() => decodeURIComponent(src), src),
      );
      return names.has(path) ? { file: path } : undefined;
    };
    const xml = names.has(file) ? zip.text(file) : undefined;
    add(plan, itemOf(xml, picture), { row: at + 1, name: file, source_id: '' }, taken);
  }
  return plan;
}

function itemOf(xml: string | undefined, pictureOf: PictureOf): ItemRead {
  if (xml === undefined) return { message: 'the file is not there' };
  return xml.length > LONGEST_ITEM ? { message: 'it is too long' } : readItem(xml, readXml, pictureOf);
}

type Place = { row: number; name: string; source_id: string };

function add(
  plan: ImportPlan,
  read: { given: Record<string, unknown> } | { message: string },
  { name, ...place }: Place,
  taken: Set<string>,
): void {
  const question = 'given' in read ? admitted(read.given, place, taken) : read;
  if ('message' in question)
    plan.skipped.push({ row: place.row, message: name ? `${name}: ${question.message}` : question.message });
  else plan.questions.push(question);
}

function planWith(fileOf: PackagePlan['fileOf']): PackagePlan {
  const orRefused = (name: string) => {
    try {
      return fileOf(name);
    } catch (error) {
      return told(error);
    }
  };
  return { columns: {}, questions: [], skipped: [], fileOf: orRefused };
}

function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** The files of a package of Anki, whose newer form packs each of them once more: one measure for all of it. */
function unpackedOf(zip: Zip, mostBytes: number) {
  const names = new Set(zip.names);
  const isNew = names.has('collection.anki21b');
  let left = mostBytes;
  const unpacked = (name: string) => {
    const packed = zip.bytes(name);
    if (!packed || !isNew) return packed;
    left -= packed.length;
    const bytes = unzstd(packed, left);
    left -= bytes.length;
    return bytes;
  };
  return { names, isNew, unpacked };
}

async function planOfAnki(
  { names, isNew, unpacked }: ReturnType<typeof unpackedOf>,
  known: ReadonlySet<string>,
): Promise<PackagePlan> {
  const found = ['collection.anki21b', 'collection.anki21', 'collection.anki2'].find((name) =>
    names.has(name),
  );
  const notes = await notesOf(unpacked(found ?? '') ?? unreadable('damaged'));
  if (notes.length === 0) unreadable('no_questions');
  if (notes.length > MOST_QUESTIONS) unreadable('too_many_questions');
  const media = mediaNames(unpacked('media'), isNew);
  const plan = planWith(unpacked);
  const taken = new Set(known);
  const picture = (src: string) => {
    const number = media.get(src) ?? media.get(safely(() => decodeURIComponent(src), src));
    return number !== undefined && names.has(number) ? { file: number } : undefined;
  };
  for (const [at, note] of notes.entries())
    for (const read of questionsOf(note, readXml, picture)) {
      const source_id = 'mark' in read ? `anki:${note.guid}${read.mark}`.slice(0, 200) : '';
      add(plan, read, { row: at + 1, name: '', source_id }, taken);
      if (plan.questions.length > MOST_QUESTIONS) unreadable('too_many_questions');
    }
  return plan;
}

function unzstd(bytes: Buffer, most: number): Buffer {
  if (most <= 0) throw new BadZip('too_large');
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: most });
  } catch (error) {
    throw new BadZip((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged');
  }
}

/** The numbers under which media files lie, by their names. */
function mediaNames(list: Buffer | undefined, isNew: boolean): Map<string, string> {
  if (!list) return new Map();
  if (list.length > MOST_LIST_BYTES) unreadable('too_large');
  const numbered = isNew ? [...mediaOf(list, MOST_FILES)] : listed(list).slice(0, MOST_FILES);
  return new Map(numbered.map(([number, name]) => [String(name), number]));
}

function listed(list: Buffer): [string, unknown][] {
  const read = safely<unknown>(() => JSON.parse(list.toString('utf8')), undefined);
  return typeof read === 'object' && read !== null ? Object.entries(read) : [];
}

async function notesOf(collection: Buffer): Promise<Note[]> {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-anki-'));
  try {
    const path = join(folder, 'collection');
    await writeFile(path, collection, { mode: 0o600 });
    return readCollection(path, MOST_QUESTIONS + 1, MOST_NOTES_BYTES);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
