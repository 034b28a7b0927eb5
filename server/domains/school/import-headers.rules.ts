import { type ImportField, importFields } from '@seodang/contract/import.ts';
import { toPhone } from '@seodang/contract/phone.ts';
import type { Line } from './sheet.rules.ts';

export type Guess = { field: ImportField; sure: boolean };
export type Mapping = Partial<Record<ImportField, number>>;
export type Recognised = {
  header_row: number | null;
  titles: string[];
  mapping: Mapping;
  unsure: ImportField[];
};

const guardianWords =
  /보호자|학부모|부모|어머니|아버지|모친|부친|엄마|아빠|가족|비상|parent|guardian|mother|father|\bmom\b|\bdad\b/;
const motherOrFather = /^(모|부)(?=$|의?(성함|이름|성명|hp|휴대|핸드|전화|연락|폰|번호))/;
const phoneWords = /휴대|핸드폰|전화|연락처|폰번호|폰$|^폰|h\.?p|phone|mobile|cell|tel|sms/;

/** Which fact a header names, most telling words first: 학생 학교명 is a school, 보호자 휴대폰번호 a parent phone. */
const kinds: readonly (readonly [ImportField | 'own_phone', RegExp])[] = [
  ['attendance_code', /출결|출석|키오스크|attendancecode|\bpin\b/],
  ['own_phone', phoneWords],
  ['birth_on', /생년|생일|출생|주민|birth|\bdob\b/],
  ['school', /학교|school/],
  ['grade', /학년|grade/],
  ['lecture', /강의|강좌|수강|클래스|수업|^반$|반명|^학급|class|course|lecture/],
  ['relation', /관계|relation/],
  ['memo', /비고|메모|특이|참고|상담내용|note|memo|remark|comment/],
  ['name', /이름|성명|성함|명$|name|^학생$|^원생$|^student$/],
];

const canonical: readonly (readonly [ImportField, string])[] = [
  ...(['학생이름', '학생명', '이름', '성명', '원생명'] as const).map((text) => ['name', text] as const),
  ...(['학생연락처', '학생휴대폰', '휴대폰', '핸드폰', '전화번호', '연락처'] as const).map(
    (text) => ['phone', text] as const,
  ),
  ...(['보호자연락처', '학부모연락처', '보호자휴대폰', '학부모전화번호'] as const).map(
    (text) => ['parent_phone', text] as const,
  ),
  ['school', '학교명'],
  ['birth_on', '생년월일'],
  ['memo', '특이사항'],
];

/** What a header cell means; `sure` is false for what only looks like a known word. */
export function fieldOf(header: string): Guess | undefined {
  const known = knownFieldOf(header);
  if (known?.sure) return known;
  return nearest(compact(header)) ?? known;
}

/** The same without guessing at typing errors, which costs more than a line of a long list is worth. */
export function knownFieldOf(header: string): Guess | undefined {
  const words = plainWords(header);
  const text = compact(header);
  if (text === '' || text.length > 30) return undefined;
  const isGuardian = guardianWords.test(words) || motherOrFather.test(text);
  const kind = kinds.find(([, pattern]) => pattern.test(text) || pattern.test(words))?.[0];
  if (kind === 'own_phone') return { field: isGuardian ? 'parent_phone' : 'phone', sure: true };
  if (isGuardian && (kind === 'name' || kind === undefined))
    return { field: 'guardian_name', sure: kind === 'name' };
  return kind && { field: kind, sure: true };
}

function plainWords(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]|[*※:#]/g, ' ')
    .trim();
}

function compact(header: string): string {
  return plainWords(header).replace(/[\s_\-/·.]/g, '');
}

/** A typing error away from a known header, letter by letter of the syllables. */
function nearest(text: string): Guess | undefined {
  if (text.length > 30) return undefined;
  const letters = [...text.normalize('NFD')];
  const hit = canonical.find(([, known]) => {
    const wanted = [...known.normalize('NFD')];
    return wanted.length >= 5 && distance(letters, wanted) <= Math.floor(wanted.length / 5);
  });
  return hit && { field: hit[0], sure: false };
}

function distance(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > 3) return 99;
  let row = b.map((_, at) => at + 1);
  a.forEach((char, line) => {
    let diagonal = line;
    let left = line + 1;
    row = row.map((above, at) => {
      const cost = Math.min(above + 1, left + 1, diagonal + (char === b[at] ? 0 : 1));
      diagonal = above;
      left = cost;
      return cost;
    });
  });
  return row.at(-1) ?? a.length;
}

const SEARCHED_LINES = 30;

/** Finds the header among the first lines, below titles and notes, and what its columns mean. */
export function recognise(lines: readonly Line[]): Recognised {
  const best = lines
    .slice(0, SEARCHED_LINES)
    .map((line, at) => ({ line, ...mapTitles(titlesOf(line, lines[at - 1])) }))
    .reduce<({ line: Line } & Mapped) | undefined>((a, b) => (b.score > (a?.score ?? 0) ? b : a), undefined);
  if (best && isHeader(best)) return { header_row: best.line.row, ...best };
  return { header_row: null, titles: [], ...guessByContent(lines) };
}

/** The mapping that a chosen header line gives; without a header, what the content looks like. */
export function recogniseAt(lines: readonly Line[], header_row: number | null): Recognised {
  const at = lines.findIndex(({ row }) => row === header_row);
  const line = lines[at];
  if (!line) return { header_row: null, titles: [], ...guessByContent(lines) };
  return { header_row, ...mapTitles(titlesOf(line, lines[at - 1])) };
}

type Mapped = { titles: string[]; mapping: Mapping; unsure: ImportField[]; score: number };

function isHeader({ mapping, score }: Mapped): boolean {
  return score >= 2 || (mapping.name !== undefined && score >= 1);
}

/** Two-line headers: 보호자 over 연락처 means the guardian's. A title over everything says nothing about its columns. */
function titlesOf(line: Line, above: Line | undefined): string[] {
  const isTitle = above !== undefined && new Set(above.cells.filter(Boolean)).size < 2;
  return line.cells.map((cell, at) => {
    const over = above?.cells[at] ?? '';
    const isGroup = over !== '' && over !== cell && !isTitle && guardianWords.test(over) && over.length <= 10;
    return isGroup && !guardianWords.test(cell) ? `${over} ${cell}` : cell;
  });
}

function mapTitles(titles: string[]): Mapped {
  const mapping: Mapping = {};
  const unsure: ImportField[] = [];
  let score = 0;
  const guesses = titles.map((title) => fieldOf(title));
  for (const sure of [true, false]) {
    guesses.forEach((guess, column) => {
      if (!guess || guess.sure !== sure || mapping[guess.field] !== undefined) return;
      mapping[guess.field] = column;
      score += sure ? 1 : 0.5;
      if (!sure) unsure.push(guess.field);
    });
  }
  return { titles, mapping, unsure, score };
}

const isKoreanName = (text: string) => /^[가-힣]{2,5}$/.test(text);

/** A list without a header: the column of names, and the columns of phone numbers. */
function guessByContent(lines: readonly Line[]): { mapping: Mapping; unsure: ImportField[] } {
  const sample = lines.slice(0, 50);
  const width = Math.max(0, ...sample.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, at) =>
    sample.map(({ cells }) => cells[at] ?? '').filter(Boolean),
  );
  const most = (test: (text: string) => boolean) =>
    columns.flatMap((cells, at) =>
      cells.length > 0 && cells.filter(test).length >= cells.length * 0.6 ? at : [],
    );
  const [name] = most(isKoreanName);
  const [first, second] = most((text) => toPhone(text) !== undefined);
  const mapping: Mapping = {};
  if (name !== undefined) mapping.name = name;
  if (first !== undefined) mapping[second === undefined ? 'parent_phone' : 'phone'] = first;
  if (second !== undefined) mapping.parent_phone = second;
  return { mapping, unsure: importFields.filter((field) => mapping[field] !== undefined) };
}
