import type {
  ImportCorrection,
  ImportCounts,
  ImportDecision,
  ImportField,
} from '@seodang/contract/import.ts';
import { type Mapping, recognise, recogniseAt } from './import-headers.rules.ts';
import { fromOneRoster } from './import-oneroster.rules.ts';
import type { Planned } from './import-plan.rules.ts';
import { type Draft, readLine } from './import-rows.rules.ts';
import { columnLetter, type Sheet } from './sheet.rules.ts';

/** The fields of a student that an import may write, and that must be as it left them for undo. */
export type Snapshot = {
  name: string;
  phone: string | null;
  parent_phone: string | null;
  school: string | null;
  grade: string | null;
  birth_on: string | null;
  guardian_consent: 'not_needed' | 'waiting' | 'given';
  attendance_code: string | null;
  memo: string | null;
};

/** What a commit wrote. */
export type Written = {
  created: { student_id: number; user_id: number | null; after: Snapshot }[];
  changed: { student_id: number; before: Snapshot; after: Snapshot }[];
  guardians: number[];
  ties: { student_id: number; user_id: number; relation: string | null }[];
  enrollments: number[];
};

/** What is kept of a file: until the commit its cells, afterwards only the lines that were left out. */
export type Preview = {
  format: 'csv' | 'xlsx' | 'oneroster';
  encoding: string | null;
  sheets: Sheet[];
  sheet: string;
  header_row: number | null;
  titles: string[];
  mapping: Mapping;
  unsure: ImportField[];
  others: number[];
  decisions: Record<string, ImportDecision>;
  counts?: ImportCounts;
  left_out?: Planned[];
};

/** How a file looks before anybody corrected anything: the sheet that looks most like a class list, and its columns. */
export function previewOf(file: {
  format: 'csv' | 'xlsx';
  encoding: string | null;
  sheets: Sheet[];
}): Preview {
  const roster = fromOneRoster(file.sheets[0]?.lines ?? []);
  const sheets = roster ? [{ name: '', lines: roster.lines }] : file.sheets;
  const looks = sheets.map((sheet) => ({ sheet, found: recognise(sheet.lines) }));
  const score = ({ found }: (typeof looks)[number]) =>
    Object.keys(found.mapping).length + (found.mapping.name === undefined ? 0 : 10);
  const best = looks.reduce((a, b) => (score(b) > score(a) ? b : a));
  return {
    format: roster ? 'oneroster' : file.format,
    encoding: file.encoding,
    sheets,
    sheet: best.sheet.name,
    ...foundIn(best.found),
    others: roster?.others ?? [],
    decisions: {},
  };
}

function foundIn({ header_row, titles, mapping, unsure }: ReturnType<typeof recognise>) {
  return { header_row, titles, mapping, unsure };
}

/** The preview with what a person corrected. Another sheet or header row is looked at anew. */
export function corrected(
  preview: Preview,
  { sheet, header_row, mapping, decisions = [] }: ImportCorrection,
): Preview {
  const next = { ...preview, decisions: { ...preview.decisions } };
  if (sheet !== undefined && sheet !== preview.sheet) {
    Object.assign(next, { sheet, decisions: {}, ...foundIn(recognise(linesOf({ ...next, sheet }))) });
  }
  if (header_row !== undefined) {
    Object.assign(next, { decisions: {}, ...foundIn(recogniseAt(linesOf(next), header_row)) });
  }
  if (mapping) Object.assign(next, remapped(next, mapping));
  for (const { row, decision } of decisions) {
    if (decision === null) delete next.decisions[row];
    else next.decisions[row] = decision;
  }
  return next;
}

/** A column means one thing: giving it a new meaning takes the old one away. */
function remapped(preview: Preview, wanted: NonNullable<ImportCorrection['mapping']>) {
  const given = Object.entries(wanted) as [ImportField, number | null][];
  const mapping: Mapping = { ...preview.mapping };
  for (const [field, column] of given) {
    for (const [other, at] of Object.entries(mapping) as [ImportField, number][])
      if (at === column) delete mapping[other];
    if (column === null) delete mapping[field];
    else mapping[field] = column;
  }
  const told = new Set(given.map(([field]) => field));
  return { mapping, unsure: preview.unsure.filter((field) => !told.has(field)) };
}

export function linesOf({ sheets, sheet }: Pick<Preview, 'sheets' | 'sheet'>) {
  return sheets.find(({ name }) => name === sheet)?.lines ?? [];
}

/** The lines below the header, read by the mapping. */
export function draftsOf(preview: Preview): Draft[] {
  const others = new Set(preview.others);
  return linesOf(preview)
    .filter(({ row }) => row > (preview.header_row ?? 0))
    .map((line) => {
      const draft = readLine(line, preview.mapping);
      return others.has(line.row) ? { ...draft, skip: 'not_a_student', issues: [] } : draft;
    });
}

/** The columns as people see them, with the first values below the header. */
export function columnsOf(preview: Preview) {
  const lines = linesOf(preview).filter(({ row }) => row > (preview.header_row ?? 0));
  const width = Math.max(preview.titles.length, ...lines.slice(0, 100).map(({ cells }) => cells.length), 0);
  const fields = new Map(Object.entries(preview.mapping).map(([field, at]) => [at, field as ImportField]));
  return Array.from({ length: width }, (_, index) => {
    const field = fields.get(index) ?? null;
    const values = lines.slice(0, 100).map(({ cells }) => cells[index] ?? '');
    return {
      index,
      letter: columnLetter(index),
      title: preview.titles[index] ?? '',
      samples: [...new Set(values.filter(Boolean))].slice(0, 3).map((text) => text.slice(0, 60)),
      field,
      sure: field === null || !preview.unsure.includes(field),
    };
  });
}
