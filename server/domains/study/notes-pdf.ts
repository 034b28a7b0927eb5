import { buffer } from 'node:stream/consumers';
import { studyImagePattern } from '@seodang/contract/study-images.ts';
import type { StudyNote, StudyNotesPdfQuery } from '@seodang/contract/study-overview.ts';
import { type Block, drawDocument } from '@seodang/omr/draw';
import { findAcademy } from '#core/academy.queries.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { type ImageRow, listImages } from './images.queries.ts';
import { notesWords } from './notes-pdf.words.ts';
import { findStudentName } from './overview.queries.ts';
import { studyNotes } from './overview.ts';
import { mustBeStudent } from './topics.ts';

const MOST_NOTES = 200;
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
    const images = await listImages(tx, picturesOf(notes));
    const name = await findStudentName(tx, await mustBeStudent(tx, scope));
    return { notes, images, name, academy: await findAcademy(tx) };
  });
  const words = notesWords(academy.locale);
  const pictures = await bring(storage, images);
  const title = words.title(name);
  const blocks: Block[] = [
    { kind: 'title', text: title },
    {
      kind: 'note',
      text: [academy.name, rangeOf(range), words.count(notes.length)].filter(Boolean).join(' · '),
    },
    ...notes.flatMap((note, at) => questionBlocks(note, at + 1, pictures)),
    ...(answers === 'true' && notes.length > 0
      ? [
          { kind: 'heading' as const, text: words.answers },
          ...notes.flatMap((note, at) => answerBlocks(note, at + 1, pictures, words)),
        ]
      : []),
  ];
  return drawDocument(blocks, title);
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
    notes.flatMap((note) =>
      textsOf(note).flatMap((text) => [...text.matchAll(studyImagePattern)].map(([, , name]) => name ?? '')),
    ),
  ),
];

/** A picture that is lost leaves its words. */
async function bring(storage: Storage, images: readonly ImageRow[]): Promise<Pictures> {
  const pictures = new Map<string, Extract<Block, { kind: 'picture' }>>();
  for (const { name, file_key, width, height } of images) {
    const file = await storage.get(file_key);
    if (file) pictures.set(name, { kind: 'picture', bytes: await buffer(file.stream), width, height });
  }
  return pictures;
}

/** A text as it is printed, and the pictures in it below; LaTeX stays as it was written. */
function blocksOf(kind: 'strong' | 'line', text: string, pictures: Pictures): Block[] {
  const shown = [...text.matchAll(studyImagePattern)].flatMap(([, , name]) => pictures.get(name ?? '') ?? []);
  const plain = text
    .replace(studyImagePattern, (_, alt: string, name: string) => (pictures.has(name) ? '' : alt))
    .replaceAll('**', '')
    .replaceAll('\\$', '$')
    .trim();
  return [...(plain === '' ? [] : [{ kind, text: plain }]), ...shown];
}

const marks = '①②③④⑤⑥⑦⑧⑨';
const markOf = (id: string) => (/^[1-9]$/.test(id) ? (marks[Number(id) - 1] ?? id) : id);

function questionBlocks(note: StudyNote, number: number, pictures: Pictures): Block[] {
  const subject = note.subject === '' ? '' : `[${note.subject}] `;
  const choices = note.choices.filter(({ text }) => text !== '');
  return [
    ...blocksOf('strong', `${number}. ${subject}${note.body}`, pictures),
    ...choices.flatMap(({ id, text }) => blocksOf('line', `${markOf(id)} ${text}`, pictures)),
  ];
}

function answerBlocks(
  note: StudyNote,
  number: number,
  pictures: Pictures,
  words: ReturnType<typeof notesWords>,
): Block[] {
  const isChoice = note.kind === 'single' || note.kind === 'multiple';
  const said = (ids: readonly string[]) => ids.map((id) => (isChoice ? markOf(id) : id)).join(', ');
  const key = note.keys.map(said).join(words.or);
  const given = note.selected.length === 0 ? words.nothing : said(note.selected);
  return [
    { kind: 'strong', text: `${number}. ${key}` },
    { kind: 'line', text: words.given(given) },
    ...blocksOf('line', note.explanation, pictures),
  ];
}
