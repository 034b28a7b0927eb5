import type { StudyImport } from '@seodang/contract/study-bank.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { readSpreadsheet } from '#domains/school/index.ts';
import { insertImages } from './images.queries.ts';
import { store } from './images.ts';
import { listSources } from './import.queries.ts';
import { type ImportedQuestion, type ImportPlan, planOf } from './import.rules.ts';
import { isPackage, type PackagePlan, planOfPackage } from './package-files.ts';
import { readPicture } from './pictures.ts';
import { insertQuestions } from './questions.queries.ts';
import { filesIn, withNames } from './rich.rules.ts';
import { moveBank } from './topics.queries.ts';
import { mustWriteTopic } from './topics.ts';

/**
 * What a spreadsheet (CSV, XLSX) or a package (QTI 2.1 and 3, Anki) would add to a topic, and what is skipped and why;
 * `commit` adds it with its pictures, all in one transaction. What has the source of a question that is there is skipped,
 * so that the same file twice adds nothing twice.
 */
export async function importQuestions(
  scope: Scope,
  storage: Storage,
  topic_id: number,
  bytes: Buffer,
  commit: boolean,
): Promise<StudyImport> {
  const { known, code } = await scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    return { known: await listSources(tx, topic_id), code: (await findAcademy(tx)).code };
  });
  const { columns, questions, skipped, fileOf } = await planFor(bytes, known);
  const nameless = () => ({ rows: [], questions: questions.map((one) => named(one, new Map())) });
  if (!commit) return { columns, questions: nameless().questions, skipped, created: 0 };
  const kept = fileOf ? await keepPictures(storage, code, questions, fileOf) : nameless();
  const created = await scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    await insertImages(tx, kept.rows);
    return add(
      tx,
      scope,
      topic_id,
      kept.questions.map(({ row: _, ...question }) => question),
    );
  });
  return { columns, questions: kept.questions, skipped, created };
}

type Plan = ImportPlan & { fileOf?: PackagePlan['fileOf'] };

async function planFor(bytes: Buffer, known: ReadonlySet<string>): Promise<Plan> {
  if (isPackage(bytes)) return planOfPackage(bytes, known);
  const lines = readSpreadsheet(bytes).sheets.flatMap(({ lines }) => lines);
  return planOf(lines, known);
}

const MOST_PICTURES = 500;

/** Keeps the pictures that questions show, and puts their names here into the texts. */
async function keepPictures(
  storage: Storage,
  code: string,
  questions: readonly ImportedQuestion[],
  fileOf: PackagePlan['fileOf'],
) {
  const files = new Set(questions.flatMap((one) => textsOf(one).flatMap(filesIn)));
  if (files.size > MOST_PICTURES)
    refuse('questions_unreadable', { reason: 'too_many_pictures', most: MOST_PICTURES });
  const names = new Map<string, string>();
  const rows = new Map<string, Awaited<ReturnType<typeof store>>>();
  for (const file of files) {
    const bytes = fileOf(file);
    const picture = bytes && (await readPicture(bytes));
    if (!picture) refuse('questions_unreadable', { reason: 'no_picture', name: file });
    const row = await store(storage, code, picture);
    names.set(file, row.name);
    rows.set(row.name, row);
  }
  return { rows: [...rows.values()], questions: questions.map((one) => named(one, names)) };
}

const textsOf = ({ body, explanation, choices }: ImportedQuestion) => [
  body,
  explanation,
  ...choices.map(({ text }) => text),
];

function named(question: ImportedQuestion, names: ReadonlyMap<string, string>): ImportedQuestion {
  const { body, explanation, choices } = question;
  return {
    ...question,
    body: withNames(body, names),
    explanation: withNames(explanation, names),
    choices: choices.map(({ id, text }) => ({ id, text: withNames(text, names) })),
  };
}

const AT_ONCE = 1000;
type Whole = Omit<Parameters<typeof insertQuestions>[1][number], 'study_topic_id'>;

/** Adds questions that are known to be whole to a topic, all of them or none; says how many. */
export function addQuestions(scope: Scope, topic_id: number, questions: readonly Whole[]): Promise<number> {
  return scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    return add(tx, scope, topic_id, questions);
  });
}

async function add(
  tx: Tx,
  scope: Scope,
  study_topic_id: number,
  questions: readonly Whole[],
): Promise<number> {
  let created = 0;
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    const some = questions.slice(from, from + AT_ONCE).map((question) => ({ ...question, study_topic_id }));
    created += (await insertQuestions(tx, some)).length;
  }
  if (created === 0) return 0;
  await moveBank(tx, study_topic_id);
  await audit(tx, scope, {
    ...{ action: 'study_question.import', subject_type: 'study_topic', subject_id: study_topic_id },
    after: { created },
  });
  return created;
}
