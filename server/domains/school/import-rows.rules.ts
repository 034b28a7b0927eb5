import type { ImportField, ImportIssueCode } from '@seodang/contract/import.ts';
import { toPhone } from '@seodang/contract/phone.ts';
import { knownFieldOf, type Mapping } from './import-headers.rules.ts';
import type { Line } from './sheet.rules.ts';

export type Issue = {
  code: ImportIssueCode;
  level: 'error' | 'notice';
  field: ImportField | null;
  text: string | null;
};

/** A line read as a student; a field is null when its cell is empty or its column unknown. */
export type Draft = { row: number; skip: ImportIssueCode | null; issues: Issue[]; name: string } & {
  [F in Exclude<ImportField, 'name'>]: string | null;
};

type Read = { value: string | null; issues?: Issue[] };

const longest: Partial<Record<ImportField, number>> = {
  name: 100,
  guardian_name: 100,
  relation: 20,
  school: 100,
  grade: 20,
  lecture: 500,
  memo: 2000,
};
const nothing = /^([-–—.~]+|[xX×]{1,3}|없음|무|해당\s?없음|미정|n\/?a|none|null)$/i;
const sheetError = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;

/** Reads one line by the mapping; what is wrong stands in `issues`, and what is no student's line says why in `skip`. */
export function readLine(line: Line, mapping: Mapping): Draft {
  const issues: Issue[] = [];
  const cell = (field: ImportField) => line.cells[mapping[field] ?? -1] ?? '';
  const read = (
    field: ImportField,
    parse: (text: string, field: ImportField) => Read = plain,
  ): string | null => {
    const text = cell(field);
    if (text === '' || (field !== 'name' && nothing.test(text))) return null;
    const { value, issues: found = [] } = sheetError.test(text)
      ? wrong('cell_error', field, text)
      : parse(text, field);
    issues.push(...found);
    return value;
  };
  const draft = {
    name: read('name', readName) ?? '',
    phone: read('phone', readPhone),
    parent_phone: read('parent_phone', readPhone),
    guardian_name: read('guardian_name', readName),
    relation: read('relation'),
    school: read('school'),
    grade: null as string | null,
    birth_on: read('birth_on', readBirthday),
    attendance_code: read('attendance_code', readCode),
    lecture: read('lecture'),
    memo: read('memo'),
  };
  draft.grade = withLevel(read('grade'), draft.school);
  const skip = isHeaderAgain(line, mapping) ? 'repeated_header' : isSum(line, draft) ? 'summary' : null;
  if (cell('name') === '') issues.push(...wrong('name_missing', 'name', null).issues);
  const couldTell = mapping.phone !== undefined || mapping.parent_phone !== undefined;
  const hasContact = cell('phone') !== '' || cell('parent_phone') !== '';
  const isMissing =
    couldTell && (!hasContact || (!draft.phone && !draft.parent_phone && issues.length === 0));
  if (isMissing)
    issues.push(
      ...wrong('phone_missing', mapping.parent_phone === undefined ? 'phone' : 'parent_phone', null).issues,
    );
  return { row: line.row, skip, issues: skip ? [] : issues, ...draft };
}

function wrong(code: ImportIssueCode, field: ImportField, text: string | null) {
  return {
    value: null,
    issues: [{ code, level: 'error' as const, field, text: text?.slice(0, 100) ?? null }],
  };
}

function notice(code: ImportIssueCode, field: ImportField, text: string, value: string | null): Read {
  return { value, issues: [{ code, level: 'notice', field, text: text.slice(0, 100) }] };
}

function plain(text: string, field: ImportField): Read {
  const value = text.replace(/\s+/g, ' ').trim();
  if (value.length > (longest[field] ?? 100)) return wrong('too_long', field, text);
  return { value };
}

/** 김 민 준 is 김민준; a name has letters and no digits to speak of. */
function readName(text: string, field: ImportField): Read {
  const value = text
    .replace(/\s+/g, ' ')
    .replace(/(?<=[가-힣]) (?=[가-힣](\s|$))/g, '')
    .trim();
  if (value.length > 100) return wrong('too_long', field, text);
  if (!/\p{L}/u.test(value) || /\d{4}/.test(value) || /^[=@]/.test(value))
    return wrong('name_invalid', field, text);
  return { value };
}

function readPhone(text: string, field: ImportField): Read {
  const whole = toPhone(text);
  if (whole) return { value: whole };
  const [first] = text.split(/[,;/|\n]|\s{2,}|\(/).flatMap((part) => toPhone(part) ?? []);
  return first ? notice('several_phones', field, text, first) : wrong('phone_invalid', field, text);
}

function readCode(text: string, field: ImportField): Read {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{8}$/.test(digits) ? { value: digits } : notice('code_invalid', field, text, null);
}

/** 2010-03-05, 2010.3.5, 2010년 3월 5일, 20100305, 100305, 100305-3……, or the serial number of a day. */
function readBirthday(text: string, field: ImportField): Read {
  const day = birthdayOf(text);
  return day === undefined ? wrong('birth_invalid', field, text) : { value: day };
}

function birthdayOf(text: string): string | undefined {
  if (/^[2-5]\d{4}$/.test(text))
    return new Date((Number(text) - 25_569) * 86_400_000).toISOString().slice(0, 10);
  const resident = /^(\d{2})(\d{2})(\d{2})-([1-8])/.exec(text);
  if (resident) {
    const [, year = '', month = '', date = '', sex = ''] = resident;
    return day((['1', '2', '5', '6'].includes(sex) ? 1900 : 2000) + Number(year), month, date);
  }
  const parts =
    /^(\d{4})(?:\D{1,3})(\d{1,2})(?:\D{1,3})(\d{1,2})\D{0,3}$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts) return day(Number(parts[1]), parts[2] ?? '', parts[3] ?? '');
  const short = /^(\d{2})\D?(\d{2})\D?(\d{2})$/.exec(text);
  if (!short) return undefined;
  const year = Number(short[1]);
  return day(year + (year < 50 ? 2000 : 1900), short[2] ?? '', short[3] ?? '');
}

function day(year: number, month: string, date: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
  return isReal && year >= 1920 && year <= 2100 ? text : undefined;
}

/** 고등학교 1학년, 고등 1 and 1 at 서울고 are all 고1; what is unknown stays as it was written. */
function withLevel(grade: string | null, school: string | null): string | null {
  if (grade === null) return null;
  const compact = grade.replace(/\s/g, '');
  const [, level, year] = /^(초|중|고)(?:등|등학교|학교|학)?([1-6])(?:학년)?$/.exec(compact) ?? [];
  if (level && year) return `${level}${year}`;
  const [, bare] = /^([1-6])(?:학년|\.0)?$/.exec(compact) ?? [];
  const [, ofSchool] = /(초|중|고)(?:등학교|학교)?$/.exec(school?.replace(/여(?=[중고])/, '') ?? '') ?? [];
  return bare && ofSchool ? `${ofSchool}${bare}` : grade;
}

/** Printed lists repeat their header on every page. */
function isHeaderAgain({ cells }: Line, mapping: Mapping): boolean {
  const says = ([field, at]: [string, number]) => {
    const cell = cells[at] ?? '';
    const guess = /\d{3}/.test(cell) ? undefined : knownFieldOf(cell);
    return guess?.sure === true && guess.field === field;
  };
  if (mapping.name !== undefined && !says(['name', mapping.name])) return false;
  return Object.entries(mapping).filter(says).length >= 2;
}

function isSum(
  { cells }: Line,
  { phone, parent_phone }: { phone: string | null; parent_phone: string | null },
): boolean {
  const filled = cells.filter(Boolean);
  const says = filled.some((cell) =>
    /^(합\s?계|총\s?계|소\s?계|계|total|총\s?\d+\s?명|총\s?인원.*)$/i.test(cell),
  );
  return says && !phone && !parent_phone && filled.length <= 4;
}
