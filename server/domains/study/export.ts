import { Readable } from 'node:stream';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { zipFile } from '#core/zip-file.ts';
import { csvLine } from '#domains/school/index.ts';
import * as queries from './export.queries.ts';
import { exportWords } from './export.words.ts';
import { mustBeStudent } from './topics.ts';

type List = (tx: Tx, part: queries.Part) => Promise<queries.Line[]>;
type Whose = Pick<queries.Part, 'student_id' | 'timezone' | 'codes'>;
const AT_ONCE = 2000;

/**
 * All that a student has here, as a ZIP of CSV files: every answer, also those that the student took back, every quiz
 * session, what is remembered, what waits, and the questions of own topics with their keys. In constant memory, by short
 * transactions.
 */
export async function exportStudy(scope: Scope): Promise<Readable> {
  const { words, ...whose } = await scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const { timezone, locale } = await findAcademy(tx);
    const words = exportWords(locale);
    return { student_id, timezone, words, codes: words.codes };
  });
  const files: [string, readonly string[], List][] = [
    ['answers.csv', words.answers, queries.listAnswers],
    ['rounds.csv', words.quizzes, queries.listQuizzes],
    ['memory.csv', words.memory, queries.listMemory],
    ['waiting.csv', words.waiting, queries.listWaiting],
    ['own-questions.csv', words.questions, queries.listOwnQuestions],
  ];
  const entries = async function* () {
    for (const [name, head, list] of files) yield { name, content: linesOf(scope, whose, head, list) };
  };
  return Readable.from(zipFile(entries()));
}

/** With the BOM by which Excel knows UTF-8. */
async function* linesOf(scope: Scope, whose: Whose, head: readonly string[], list: List) {
  yield `\uFEFF${csvLine(head)}`;
  for (let after = 0; ; ) {
    const lines = await scope.tx((tx) => list(tx, { ...whose, after, limit: AT_ONCE }));
    const last = lines.at(-1);
    if (!last) return;
    yield lines.map(({ cells }) => csvLine(cells)).join('');
    after = Number(last.id);
  }
}
