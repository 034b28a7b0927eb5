import { createHash } from 'node:crypto';
import { NewStudyQuestion, type StudyImportField } from '@seodang/contract/study-bank.ts';
import type { QuestionKind } from '@seodang/recall';
import { faultsOf, wholeOf } from './questions.rules.ts';

type Line = { row: number; cells: readonly string[] };
type Columns = Partial<Record<StudyImportField, number>> & { each: { column: number; id: string }[] };
export type ImportedQuestion = ReturnType<typeof wholeOf> & { row: number; source_id: string };
export type ImportPlan = {
  columns: Record<string, string>;
  questions: ImportedQuestion[];
  skipped: { row: number; message: string }[];
};

const titles: readonly (readonly [StudyImportField, RegExp])[] = [
  ['explanation', /^(해설|풀이|설명|explanation|solution|rationale)/i],
  ['key', /^(정답|답|key|answer|correct)/i],
  ['choices', /^(보기|선택지|선지|choices?|options?)$/i],
  ['subject', /^(과목|영역|단원|subject|unit|chapter)/i],
  ['kind', /^(유형|형식|문항유형|kind|type)/i],
  ['tags', /^(태그|분류|키워드|tags?|keywords?)/i],
  ['frequency', /^(빈도|출제빈도|기출횟수|출제횟수|frequency)/i],
  ['variant_group', /^(변형|유사|변형그룹|variant)/i],
  ['source_id', /^(출처|원본|id$|source)/i],
  ['body', /^(문제|문항|질문|지문|발문|question|body|text|stem)/i],
];
const eachChoice = /^(?:보기|선택지|선지|choice|option)\s*[(]?([1-9①-⑨A-H])[)]?$|^([①-⑨])$/i;

const kinds: readonly (readonly [QuestionKind, RegExp])[] = [
  ['multiple', /복수|다답|multi/i],
  ['numeric', /숫자|수치|numeric|number/i],
  ['short', /주관|단답|서술|short|text/i],
  ['single', /객관|단일|single|choice|선택/i],
];

const circled = (text: string) =>
  text.replace(/[①-⑨]/g, (mark) => String(mark.charCodeAt(0) - '①'.charCodeAt(0) + 1));
const plain = (cell: string) => cell.trim().replace(/\s+/g, ' ');

function columnsOf(cells: readonly string[]): Columns | undefined {
  const columns: Columns = { each: [] };
  cells.forEach((cell, column) => {
    const title = plain(cell);
    const [, named, mark] = eachChoice.exec(title) ?? [];
    const id = named ?? mark;
    if (id) columns.each.push({ column, id: circled(id).toUpperCase() });
    const field = id ? undefined : titles.find(([, pattern]) => pattern.test(title))?.[0];
    if (field && columns[field] === undefined) columns[field] = column;
  });
  return columns.body !== undefined && columns.key !== undefined ? columns : undefined;
}

const MOST_LINES_ABOVE = 20;

/** What the lines of a CSV or XLSX file would add: questions, and the rows that are skipped with the reason. */
export function planOf(lines: readonly Line[], known: ReadonlySet<string>): ImportPlan {
  const head = lines.slice(0, MOST_LINES_ABOVE).findIndex(({ cells }) => columnsOf(cells) !== undefined);
  const header = lines[head];
  const columns = header && columnsOf(header.cells);
  if (!header || !columns)
    return {
      columns: {},
      questions: [],
      skipped: [{ row: 1, message: 'there is no header that names a question and its key' }],
    };
  const plan: ImportPlan = { columns: titlesOf(header.cells, columns), questions: [], skipped: [] };
  const taken = new Set(known);
  for (const line of lines.slice(head + 1)) {
    if (line.cells.every((cell) => cell.trim() === '')) continue;
    const read = readLine(line, columns, taken);
    if ('message' in read) plan.skipped.push({ row: line.row, message: read.message });
    else plan.questions.push(read);
  }
  return plan;
}

function titlesOf(cells: readonly string[], { each, ...columns }: Columns): Record<string, string> {
  const named = Object.entries(columns).map(([field, column]) => [field, cells[column] ?? '']);
  const choices = each.map(({ column }) => cells[column]).join(', ');
  return Object.fromEntries(choices === '' ? named : [...named, ['choices', choices]]);
}

function readLine(
  { row, cells }: Line,
  columns: Columns,
  taken: Set<string>,
): ImportedQuestion | { message: string } {
  const at = (field: StudyImportField) => cells[columns[field] ?? -1]?.trim() ?? '';
  const choices = choicesOf(cells, columns, at('choices'));
  const sets = keysOf(at('key'), choices.length > 0);
  const kind = kindOf(at('kind'), sets, choices.length > 0);
  const given = {
    ...{ subject: at('subject'), kind, body: at('body'), choices },
    ...{ keys: sets, explanation: at('explanation'), tags: tagsOf(at('tags')) },
    frequency: at('frequency') === '' ? 0 : Number(at('frequency')),
    variant_group: at('variant_group') || null,
  };
  return admitted(given, { row, source_id: at('source_id') }, taken);
}

/** What was read as a question to publish, or what is wrong with it; `taken` are the sources that are there. */
export function admitted(
  given: Record<string, unknown>,
  { row, source_id: named }: { row: number; source_id: string },
  taken: Set<string>,
): ImportedQuestion | { message: string } {
  const whole = cleaned({ state: 'published', ...given });
  const read = NewStudyQuestion.omit({ study_topic_id: true }).safeParse(whole);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { message: `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const question = wholeOf(read.data);
  const [fault] = faultsOf(question);
  if (fault) return { message: fault.message };
  const source_id = writable(named) || digestOf(question);
  if (taken.has(source_id)) return { message: 'this question is there already' };
  taken.add(source_id);
  return { ...question, row, source_id };
}

/** Without what no text is written with, and no database keeps: control characters, and halves of characters. */
const writable = (text: string) => text.toWellFormed().replace(/[^\P{Cc}\n\t]/gu, '');

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return writable(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(one)]));
}

/** What stands for the source where a file names none: the same question again is the same. */
function digestOf({ body, choices }: Pick<ImportedQuestion, 'body' | 'choices'>): string {
  const text = JSON.stringify([body, choices.map(({ text }) => text)]);
  return `import:${createHash('sha256').update(text).digest('base64url')}`;
}

function choicesOf(cells: readonly string[], { each }: Columns, together: string) {
  if (each.length > 0)
    return each
      .map(({ column, id }) => ({ id, text: cells[column]?.trim() ?? '' }))
      .filter(({ text }) => text !== '');
  if (together === '') return [];
  const parts = together.split(/\s*(?:\||\r?\n|(?=[①-⑨]))\s*/).filter(Boolean);
  return parts.map((text, at) => ({ id: String(at + 1), text: text.replace(/^[①-⑨]\s*/, '') }));
}

/** Several accepted answers are parted by "또는", "or" or "|"; several marks of one answer by a comma. */
function keysOf(cell: string, isChoice: boolean): string[][] {
  const accepted = cell
    .split(/\s*(?:\||또는|\bor\b)\s*/i)
    .map((one) => one.trim())
    .filter(Boolean);
  if (!isChoice) return accepted.map((one) => [one]);
  return accepted.map((one) =>
    circled(one.replace(/([①-⑨])(?=[①-⑨])/g, '$1,'))
      .split(/\s*[,·]\s*/)
      .map((mark) => mark.replace(/번$/, '').toUpperCase())
      .filter(Boolean),
  );
}

function kindOf(told: string, keys: readonly string[][], isChoice: boolean): QuestionKind {
  const named = kinds.find(([, pattern]) => pattern.test(told))?.[0];
  if (named) return named;
  if (isChoice) return keys.some(({ length }) => length > 1) ? 'multiple' : 'single';
  const isNumber = ([key = '']: readonly string[]) => /^-?[\d.,]+$/.test(key);
  return keys.length > 0 && keys.every(isNumber) ? 'numeric' : 'short';
}

const tagsOf = (cell: string) => [
  ...new Set(
    cell
      .split(/[,;#]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];
