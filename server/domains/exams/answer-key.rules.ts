import { KeyField, QuestionInput, type QuestionKind } from '@seodang/contract/exam-questions.ts';
import { writtenForm } from './questions.rules.ts';

type Line = { row: number; cells: readonly string[] };
type Fault = { row: number; field: KeyField; message: string };
type Columns = { number: number; key: number; points: number; kind: number };

const titles: readonly (readonly [keyof Columns, RegExp])[] = [
  ['number', /^(문항|문제|번호|문항번호|no\.?|number|q|question)/i],
  ['key', /^(정답|답|key|answer)/i],
  ['points', /^(배점|점수|points?|score)/i],
  ['kind', /^(유형|형식|종류|kind|type)/i],
];

const kinds: readonly (readonly [QuestionKind, RegExp])[] = [
  ['multiple', /복수|다답|multi/i],
  ['numeric', /숫자|수치|numeric|number/i],
  ['short', /주관|단답|서술|short/i],
  ['single', /객관|단일|single|선택/i],
];

/** The columns of a header, or those of number, key, points without one. */
function columnsOf(cells: readonly string[]): Columns | undefined {
  const place = (name: keyof Columns) =>
    cells.findIndex((cell) => titles.some(([field, pattern]) => field === name && pattern.test(cell.trim())));
  const columns = {
    number: place('number'),
    key: place('key'),
    points: place('points'),
    kind: place('kind'),
  };
  return columns.number >= 0 && columns.key >= 0 ? columns : undefined;
}

/** A key of several marks is written "1,3" or "①③"; several accepted answers are parted by "또는", "or" or "|". */
function keysOf(cell: string): string[] {
  return cell
    .split(/\s*(?:\||또는|\bor\b)\s*/i)
    .map((key) => key.trim().replace(/([①-⑤])(?=[①-⑤])/g, '$1,'))
    .filter(Boolean);
}

function kindOf(told: string, keys: readonly string[]): QuestionKind {
  const named = kinds.find(([, pattern]) => pattern.test(told))?.[0];
  if (named) return named;
  if (keys.some((key) => /^[1-5①-⑤](\s*,\s*[1-5①-⑤])+$/.test(key))) return 'multiple';
  if (keys.every((key) => /^[1-5①-⑤]$/.test(key))) return 'single';
  return keys.every((key) => /^-?\d+$/.test(key)) ? 'numeric' : 'short';
}

const written = ({ kind, keys }: QuestionInput) => keys.flatMap((key) => writtenForm(kind, key) ?? []);

/** The questions that the lines of a file say: 번호, 정답, 배점 and 유형 in any order, or the first three without a header. */
export function readKeyLines(lines: readonly Line[]): { questions: QuestionInput[]; faults: Fault[] } {
  const head = lines.findIndex(({ cells }) => columnsOf(cells) !== undefined);
  const columns = columnsOf(lines[head]?.cells ?? []) ?? { number: 0, key: 1, points: 2, kind: -1 };
  const faults: Fault[] = [];
  const questions = lines.slice(head + 1).flatMap(({ row, cells }) => {
    const at = (column: number) => (column < 0 ? '' : (cells[column] ?? '').trim());
    const keys = keysOf(at(columns.key));
    const points = at(columns.points).replace(/점$/, '');
    const number = Number(at(columns.number).replace(/[번.)\s]+$/, ''));
    const read = QuestionInput.safeParse({
      number,
      keys,
      kind: kindOf(at(columns.kind), keys),
      ...(points === '' ? {} : { points: Number(points) }),
    });
    if (read.success) return [{ ...read.data, keys: written(read.data) }];
    const [issue] = read.error.issues;
    const field = KeyField.safeParse(issue?.path[0]);
    faults.push({ row, field: field.data ?? 'keys', message: issue?.message ?? '' });
    return [];
  });
  return { questions, faults };
}
