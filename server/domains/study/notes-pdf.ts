import { buffer } from 'node:stream/consumers';
import { blocksOf as blocksIn, partsOf } from '@seodang/contract/rich-text.ts';
import { studyImagePattern } from '@seodang/contract/study-images.ts';
import type { StudyNote, StudyNotesPdfQuery } from '@seodang/contract/study-overview.ts';
import { type Block, drawDocument, type Piece } from '@seodang/omr/draw';
import { findAcademy } from '#core/academy.queries.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { turns } from '#core/turns.ts';
import { type ImageRow, listImages } from './images.queries.ts';
import { printed } from './notes-pdf.rules.ts';
import { notesWords } from './notes-pdf.words.ts';
import { findStudentName } from './overview.queries.ts';
import { studyNotes } from './overview.ts';
import { mustBeStudent } from './topics.ts';

const MOST_NOTES = 200;
const MOST_BYTES = 40 * 1024 * 1024;
/** All pictures of a document are in memory while it is drawn. */
const inTurn = turns();
type Words = ReturnType<typeof notesWords>;
type Pictures = ReadonlyMap<string, Extract<Block, { kind: 'picture' }>>;

/** The wrong-answer note of the student as an A4 document, the answers behind the questions. */
export async function notesPdf(
  scope: Scope,
  storage: Storage,
  query: StudyNotesPdfQuery,
): Promise<Uint8Array> {
  const { answers, ...range } = query;
  const { name, academy, notes, images } = await scope.tx(async (tx, scope) => {
    const page = { ...range, page: 1, page_size: MOST_NOTES };
    const notes = (await studyNotes(scope, page, '')).results;
    const names = picturesOf(notes);
    const student_id = await mustBeStudent(tx, scope);
    const found = new Map((await listImages(tx, names, student_id)).map((image) => [image.name, image]));
    const images = names.flatMap((name) => found.get(name) ?? []);
    const name = await findStudentName(tx, student_id);
    return { notes, images, name, academy: await findAcademy(tx) };
  });
  const words = notesWords(academy.locale);
  const title = words.title(name);
  const above: Block[] = [
    { kind: 'title', text: title },
    {
      kind: 'note',
      text: [academy.name, rangeOf(range), words.count(notes.length)].filter(Boolean).join(' · '),
    },
  ];
  return inTurn(async () => {
    const pictures = await bring(storage, printed(images));
    const withAnswers = answers === 'true' && notes.length > 0;
    return drawDocument([...above, ...notesBlocks(notes, withAnswers, pictures, words)], title);
  });
}

function notesBlocks(
  notes: readonly StudyNote[],
  withAnswers: boolean,
  pictures: Pictures,
  words: Words,
): Block[] {
  const questions = notes.flatMap((note, at) => questionBlocks(note, at + 1, pictures, words));
  if (!withAnswers) return questions;
  const answers = notes.flatMap((note, at) => answerBlocks(note, at + 1, pictures, words));
  return [...questions, { kind: 'heading', text: words.answers }, ...answers];
}

const rangeOf = ({ from = '', to = '' }: { from?: string | undefined; to?: string | undefined }) =>
  from || to ? `${from} – ${to}` : '';

const textsOf = ({ body, explanation, choices }: StudyNote) => [
  body,
  explanation,
  ...choices.map(({ text }) => text),
];

const picturesOf = (notes: readonly StudyNote[]) => [
  ...new Set(
    notes.flatMap((note) => [
      ...textsOf(note).flatMap((text) =>
        [...text.matchAll(studyImagePattern)].map(([, , name]) => name ?? ''),
      ),
      ...(note.picture_path === null ? [] : [note.picture_path]),
    ]),
  ),
];

/** A picture that is lost, or too much for one document, leaves its words. */
async function bring(storage: Storage, images: readonly ImageRow[]): Promise<Pictures> {
  const pictures = new Map<string, Extract<Block, { kind: 'picture' }>>();
  let left = MOST_BYTES;
  for (const { name, file_key, width, height } of images) {
    const file = left > 0 ? await storage.get(file_key) : undefined;
    if (!file) continue;
    const bytes = await buffer(file.stream);
    left -= bytes.length;
    pictures.set(name, { kind: 'picture', bytes, width, height });
  }
  return pictures;
}

/** A text as it is printed; of a table each row is a line of its own. */
function blocksOf(kind: 'strong' | 'line', text: string, pictures: Pictures, words: Words): Block[] {
  return blocksIn(text).flatMap((block) =>
    block.kind === 'table'
      ? block.rows.flatMap((row) => linesOf('line', row.join('  |  '), pictures, words))
      : linesOf(kind, block.text, pictures, words),
  );
}

/** Lines, and the pictures in them below; those without formulas flow as any other text. */
function linesOf(kind: 'strong' | 'line', text: string, pictures: Pictures, words: Words): Block[] {
  const shown: Block[] = [];
  const pieces: Piece[] = [];
  for (const part of partsOf(text)) {
    const picture = part.kind === 'picture' ? pictures.get(part.name ?? '') : undefined;
    if (picture) shown.push(picture);
    else if (part.kind === 'picture') pieces.push(words.picture(part.text));
    else pieces.push(part.kind === 'math' ? { tex: part.text, isBlock: part.isBlock } : part.text);
  }
  if (pieces.some((piece) => typeof piece !== 'string')) return [{ kind, pieces }, ...shown];
  const plain = pieces.join('').trim();
  return [...(plain === '' ? [] : [{ kind, text: plain }]), ...shown];
}

const marks = '①②③④⑤⑥⑦⑧⑨';
const markOf = (id: string) => (/^[1-9]$/.test(id) ? (marks[Number(id) - 1] ?? id) : id);

function questionBlocks(note: StudyNote, number: number, pictures: Pictures, words: Words): Block[] {
  const subject = note.subject === '' ? '' : `[${note.subject}] `;
  const choices = note.choices.filter(({ text }) => text !== '');
  return [
    ...blocksOf('strong', `${number}. ${subject}${note.body}`, pictures, words),
    ...choices.flatMap(({ id, text }) => blocksOf('line', `${markOf(id)} ${text}`, pictures, words)),
  ];
}

function answerBlocks(note: StudyNote, number: number, pictures: Pictures, words: Words): Block[] {
  const isChoice = note.kind === 'single' || note.kind === 'multiple';
  const said = (ids: readonly string[]) => ids.map((id) => (isChoice ? markOf(id) : id)).join(', ');
  const key = note.keys.map(said).join(words.or);
  const given = note.selected.length === 0 ? words.nothing : said(note.selected);
  const sheet = pictures.get(note.picture_path ?? '');
  return [
    ...blocksOf('strong', `${number}. ${key}`, pictures, words),
    ...blocksOf('line', words.given(given), pictures, words),
    ...(sheet ? [sheet] : []),
    ...blocksOf('line', note.explanation, pictures, words),
  ];
}
