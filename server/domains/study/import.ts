import type { StudyImport } from '@seodang/contract/study-bank.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { readSpreadsheet } from '#domains/school/index.ts';
import { insertImages } from './images.queries.ts';
import { store } from './images.ts';
import { listSources } from './import.queries.ts';
import { type ImportedQuestion, type ImportPlan, planOf } from './import.rules.ts';
import { insertQuestions } from './questions.queries.ts';
import { withNames } from './rich.rules.ts';
import { moveBank } from './topics.queries.ts';
import { mustWriteTopic } from './topics.ts';
import { isPackage, type Unpacked, unpackApart } from './unpacking.ts';

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
  const into = { scope, storage, topic_id, code, commit };
  if (isPackage(bytes))
    return unpackApart(bytes, { known, withPictures: commit }, (unpacked) => bring(into, unpacked));
  const lines = readSpreadsheet(bytes).sheets.flatMap(({ lines }) => lines);
  return bring(into, planOf(lines, known));
}

type Into = { scope: Scope; storage: Storage; topic_id: number; code: string; commit: boolean };

async function bring(
  { scope, storage, topic_id, code, commit }: Into,
  plan: ImportPlan | Unpacked,
): Promise<StudyImport> {
  const { columns, questions, skipped } = plan;
  const kept = commit && 'pictures' in plan ? await keepPictures(storage, code, plan) : [];
  const names = new Map(kept.map(({ file, row }) => [file, row.name]));
  const shown = questions.map((one) => named(one, names));
  if (!commit) return { columns, questions: shown, skipped, created: 0 };
  const created = await scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    await insertImages(
      tx,
      kept.map(({ row }) => row),
    );
    const whole = shown.map(({ row: _, ...question }) => question);
    return add(tx, scope, topic_id, whole);
  });
  return { columns, questions: shown, skipped, created };
}

/** Keeps the pictures that questions show, by the files that their texts name. */
async function keepPictures(storage: Storage, code: string, { pictures, open }: Unpacked) {
  const kept = [];
  for (const picture of pictures)
    kept.push({ file: picture.file, row: await store(storage, code, await open(picture)) });
  return kept;
}

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
