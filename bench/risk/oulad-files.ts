import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A piece of work with a day by which it is due; days count from the first day of the course. Of what a computer marks, the
 * data hold the day of the collection, within a week after it was due, and not when it was handed in.
 */
export type Piece = { id: number; day: number; is_collected: boolean };
export type Course = { code: string; starts_on: string; pieces: Piece[] };
export type Seat = {
  course: string;
  student: number;
  from_day: number | null;
  until_day: number | null;
  is_failed: boolean;
};
export type Handed = { piece: number; student: number; day: number; score: number | null };
export type Oulad = { courses: Course[]; seats: Seat[]; handed: Handed[] };

const files = ['assessments', 'studentAssessment', 'studentRegistration', 'studentInfo'] as const;
/** B presentations begin in February, J presentations in October. */
const starts: Record<string, string> = { B: '02-01', J: '10-01' };

/**
 * The Open University Learning Analytics Dataset out of its own CSV files in a folder; undefined where they are not there.
 * Those students are read whose number leaves `rest` when divided by `of`. Pieces of work are all tutor-marked assignments and those computer-marked ones that count; final exams are left out.
 */
export function readOulad(folder: string, of = 1, rest = 0): Oulad | undefined {
  if (!files.every((file) => existsSync(join(folder, `${file}.csv`)))) return;
  const [assessments, handed, registrations, students] = files.map((file) => rowsOf(folder, file));
  const failed = new Set(
    students
      ?.filter((row) => /Fail|Withdrawn/.test(row.final_result ?? ''))
      .map((row) => `${codeOf(row)}:${row.id_student}`),
  );
  const work = assessments?.filter(
    (row) => row.assessment_type === 'TMA' || (row.assessment_type === 'CMA' && Number(row.weight) > 0),
  );
  const courses = [...Map.groupBy(work ?? [], codeOf)].map(([code, rows]) => ({
    code,
    starts_on: `${code.slice(3, 7)}-${starts[code.slice(7)]}`,
    pieces: rows.map((row) => ({
      id: Number(row.id_assessment),
      day: Number(row.date),
      is_collected: row.assessment_type === 'CMA',
    })),
  }));
  const isRead = (row: Row) => Number(row.id_student) % of === rest;
  const ids = new Set(courses.flatMap(({ pieces }) => pieces.map(({ id }) => id)));
  return {
    courses,
    seats: (registrations ?? []).filter(isRead).map((row) => ({
      course: codeOf(row),
      student: Number(row.id_student),
      from_day: numberOf(row.date_registration),
      until_day: numberOf(row.date_unregistration),
      is_failed: failed.has(`${codeOf(row)}:${row.id_student}`),
    })),
    handed: (handed ?? [])
      .filter(isRead)
      .map((row) => ({
        piece: Number(row.id_assessment),
        student: Number(row.id_student),
        day: Number(row.date_submitted),
        score: numberOf(row.score),
      }))
      .filter(({ piece }) => ids.has(piece)),
  };
}

type Row = Record<string, string>;
const codeOf = (row: Row) => `${row.code_module}${row.code_presentation}`;
const numberOf = (text: string | undefined) =>
  text === undefined || !/^-?\d/.test(text) ? null : Number(text);

function rowsOf(folder: string, name: string): Row[] {
  const [head = '', ...lines] = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const columns = head.replaceAll('"', '').split(',');
  return lines.map((line) => {
    const cells = line.replaceAll('"', '').split(',');
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}
