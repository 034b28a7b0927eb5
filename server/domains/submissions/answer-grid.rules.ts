import type { AnswerImportPreview, GridFault } from '@seodang/contract/answer-imports.ts';
import type { QuestionKind } from '@seodang/contract/exam-questions.ts';
import type { Writing } from './answers.rules.ts';

type Line = { row: number; cells: readonly string[] };
export type GridQuestion = {
  id: number;
  number: number;
  kind: QuestionKind;
  choices: number | null;
  digits: number | null;
  keys: readonly string[];
};
export type Seat = { enrollment_id: number; name: string; attendance_code: string | null };
export type GridAnswer = { exam_question_id: number; answer: string; meta?: { mark: 'right' | 'wrong' } };
type Cells = AnswerImportPreview['cells'];
export type GridLine = Omit<AnswerImportPreview['lines'][number], 'replaces'> & { answers: GridAnswer[] };
export type Grid = Pick<AnswerImportPreview, 'cells' | 'obstacle' | 'questions'> & { lines: GridLine[] };

type Columns = {
  name: number;
  code: number;
  place: number;
  questions: readonly { column: number; number: number }[];
};
type Given = {
  lines: readonly Line[];
  questions: readonly GridQuestion[];
  seats: readonly Seat[];
  writing: Writing;
  cells?: Cells | undefined;
};

const titles = {
  name: /^(이름|성명|학생|학생\s*(명|이름)|name|student|student\s*name)$/i,
  code: /^(학번|(수험|출결|출석|학생)\s*번호|student\s*(no\.?|number|id)|(attendance\s*)?code)$/i,
  place: /^(번호|no\.?|id|number)$/i,
};
const numbered = /^(?:문항?|문제|q\.?|no\.?|#)?\s*(\d{1,3})\s*(?:번|번\s*문항)?\.?$/i;

function columnsOf(cells: readonly string[]): Columns {
  const find = (title: RegExp) => cells.findIndex((cell) => title.test(cell.trim()));
  const questions = cells.flatMap((cell, column) => {
    const [, number] = numbered.exec(cell.trim()) ?? [];
    return number === undefined ? [] : [{ column, number: Number(number) }];
  });
  return { name: find(titles.name), code: find(titles.code), place: find(titles.place), questions };
}

/** The line that names a column for students and, of all such, the most questions. */
function headerOf(lines: readonly Line[]): { at: number; columns: Columns } | undefined {
  const headers = lines
    .map(({ cells }, at) => ({ at, columns: columnsOf(cells) }))
    .filter(
      ({ columns: { name, code, place, questions } }) =>
        Math.max(name, code, place) >= 0 && questions.length > 0,
    );
  return headers.toSorted((a, b) => b.columns.questions.length - a.columns.questions.length)[0];
}

const right = /^(o|○|◯|⭕|ㅇ|t|true|맞음)$/i;
const wrong = /^(x|×|✕|✗|❌|╳|f|false|틀림)$/i;
const nothing = /^[-–—]?$/;

/** What the cells of a file are, if nobody says it: marks where most are O and X, or all are 1 and 0. */
function kindOfCells(cells: readonly string[]): Cells {
  const told = cells.filter((cell) => !nothing.test(cell));
  const letters = told.filter((cell) => right.test(cell) || wrong.test(cell)).length;
  if (letters > 0 && letters >= told.length / 2) return 'marks';
  return told.includes('0') && told.every((cell) => cell === '0' || cell === '1') ? 'marks' : 'answers';
}

function markOf(cell: string, cells: Cells): 'right' | 'wrong' | undefined {
  if (right.test(cell) || (cells === 'marks' && cell === '1')) return 'right';
  return wrong.test(cell) || (cells === 'marks' && cell === '0') ? 'wrong' : undefined;
}

/** An answer, or undefined for a cell that is none. Words that are written are words, also where they look like a mark. */
function answerOf(
  cell: string,
  question: GridQuestion,
  { writing, cells }: { writing: Writing; cells: Cells },
) {
  const exam_question_id = question.id;
  if (nothing.test(cell)) return { exam_question_id, answer: '' };
  const mark = cells === 'answers' && question.kind === 'short' ? undefined : markOf(cell, cells);
  if (mark) return { exam_question_id, answer: mark === 'right' ? 'O' : 'X', meta: { mark } };
  if (cells === 'marks') return undefined;
  const isChoice = question.kind === 'single' || question.kind === 'multiple';
  if (isChoice && cell === '0') return { exam_question_id, answer: '' };
  const answer = writing.writtenForm(question.kind, cell) ?? '';
  return writing.faultOf(question, answer) === undefined ? { exam_question_id, answer } : undefined;
}

const plain = (name: string) => name.normalize('NFC').replace(/\s+/g, '');
const digits = (text: string) => text.replace(/\D/g, '').replace(/^0+(?=\d)/, '');

type Found = { seat?: Seat; fault?: GridFault };

/** Whose line it is: by the student's number, else by the name, where the number that our own files carry decides. */
function studentOf(cells: readonly string[], { name, code, place }: Columns, seats: readonly Seat[]): Found {
  const at = (column: number) => (column < 0 ? '' : (cells[column] ?? '').trim());
  const named = seats.filter((seat) => plain(seat.name) === plain(at(name)));
  if (at(code) !== '') {
    const [seat] = seats.filter(
      (one) => one.attendance_code && digits(one.attendance_code) === digits(at(code)),
    );
    if (!seat) return { fault: 'unknown_student' };
    return at(name) !== '' && !named.includes(seat) ? { seat, fault: 'name_differs' } : { seat };
  }
  const [own] = (at(name) === '' ? seats : named).filter((seat) => String(seat.enrollment_id) === at(place));
  if (own) return { seat: own };
  const [first, ...others] = named;
  if (others.length > 0) return { fault: 'several_students' };
  return first ? { seat: first } : { fault: 'unknown_student' };
}

function readLine(
  { row, cells }: Line,
  columns: Columns,
  asked: ReadonlyMap<number, GridQuestion>,
  given: Given & { cells: Cells },
): GridLine {
  const { seat, fault } = studentOf(cells, columns, given.seats);
  const told = [columns.code, columns.name].map((column) => cells[column] ?? '').filter(Boolean);
  const read = columns.questions.map(({ column, number }) => {
    const question = asked.get(number);
    const cell = (cells[column] ?? '').trim();
    return { number, cell, question, answer: question && answerOf(cell, question, given) };
  });
  const bad = read.find(({ answer }) => answer === undefined);
  const answers = read.flatMap(({ answer }) => answer ?? []);
  const isAbsent =
    cells.some((cell) => /^(결시|absent)$/i.test(cell)) || read.every(({ cell }) => nothing.test(cell));
  const isRight = ({ answer, question }: (typeof read)[number]) =>
    answer?.meta ? answer.meta.mark === 'right' : question?.keys.includes(answer?.answer ?? '');
  const said = fault ?? (bad && !isAbsent ? 'bad_cell' : null);
  return {
    row,
    told: told.join(' ') || (cells[columns.place] ?? ''),
    enrollment_id: seat?.enrollment_id ?? null,
    student_name: seat?.name ?? null,
    outcome: said ? 'fault' : isAbsent ? 'absent' : 'ready',
    fault: said,
    cell: bad ? `${bad.number}: ${bad.cell.slice(0, 20)}` : null,
    right: read.filter(isRight).length,
    blank: answers.filter(({ answer }) => answer === '').length,
    answers,
  };
}

/** Of two lines of one student nobody knows which is meant. */
function withoutDoubles(lines: readonly GridLine[]): GridLine[] {
  const counts = Map.groupBy(lines, ({ enrollment_id }) => enrollment_id);
  return lines.map((line) => {
    const isTwice = line.enrollment_id !== null && (counts.get(line.enrollment_id)?.length ?? 0) > 1;
    return isTwice && line.fault === null ? { ...line, outcome: 'fault', fault: 'twice_in_file' } : line;
  });
}

function obstacleOf(
  { questions: told }: Columns,
  questions: readonly GridQuestion[],
): Pick<Grid, 'obstacle' | 'questions'> {
  const numbers = told.map(({ number }) => number);
  const known = new Set(questions.map(({ number }) => number));
  const found = [
    {
      obstacle: 'missing_questions' as const,
      questions: [...known].filter((number) => !numbers.includes(number)),
    },
    { obstacle: 'unknown_questions' as const, questions: numbers.filter((number) => !known.has(number)) },
    {
      obstacle: 'repeated_questions' as const,
      questions: numbers.filter((number, at) => numbers.indexOf(number) !== at),
    },
  ];
  return found.find((one) => one.questions.length > 0) ?? { obstacle: null, questions: [] };
}

/**
 * A grid of students and questions, line by line: whose it is and what each cell says. A file that leaves out a question of
 * the exam, has others or one twice is taken as a whole for something else; a line that nobody can be sure of is a fault.
 */
export function readGrid(given: Given): Grid {
  const header = headerOf(given.lines);
  if (!header) return { cells: given.cells ?? 'marks', obstacle: 'no_header', questions: [], lines: [] };
  const { columns } = header;
  const body = given.lines.slice(header.at + 1);
  const told = body.flatMap((line) =>
    columns.questions.map(({ column }) => (line.cells[column] ?? '').trim()),
  );
  const cells = given.cells ?? kindOfCells(told);
  const obstacle = obstacleOf(columns, given.questions);
  if (obstacle.obstacle) return { cells, ...obstacle, lines: [] };
  const asked = new Map(given.questions.map((question) => [question.number, question]));
  const lines = body.map((line) => readLine(line, columns, asked, { ...given, cells }));
  return { cells, ...obstacle, lines: withoutDoubles(lines) };
}
