import type { SheetCode } from '../geometry/code.ts';
import type { LineReading } from './marks.ts';

/** Who may have filled a sheet in. `enrollment` is what the code of a sheet printed for that student says. */
export type RosterEntry = { number: string; enrollment?: number };

/** Why a person must look at who filled the sheet in. */
export type IdentityDoubt =
  | 'number_blank'
  | 'number_unclear'
  | 'not_on_roster'
  | 'neighbour_on_roster'
  | 'code_and_number_differ';

/**
 * Who filled the sheet in. `number` has `?` for places that are not clear; `candidates` are numbers of the roster that it may
 * be, the nearest first. Only with `status` ok may it be used without a person.
 */
export type Identity = {
  status: 'ok' | 'review' | 'none';
  doubts: IdentityDoubt[];
  number?: string;
  enrollment?: number;
  candidates: string[];
  probability: number;
};

/** A digit that is less sure than this is not told from the same digit of a neighbour on the roster. */
const sureDigit = 0.997;

const distance = (number: string, other: string) => {
  if (number.length !== other.length) return Infinity;
  return [...number].filter((digit, place) => digit !== other[place]).length;
};

function numberOf(lines: readonly LineReading[], labels: readonly (readonly string[])[]): string {
  return lines
    .map(({ status, marked }, place) => (status === 'ok' ? (labels[place]?.[marked[0] ?? -1] ?? '?') : '?'))
    .join('');
}

/** Numbers of the roster within one place that is wrong or any places that are unclear. */
function nearest(number: string, roster: readonly RosterEntry[]): string[] {
  const unclear = [...number].filter((digit) => digit === '?').length;
  const near = roster.map((entry) => ({ entry, far: distance(number, entry.number) - unclear }));
  return near
    .filter(({ far }) => far <= 1)
    .sort((a, b) => a.far - b.far)
    .map(({ entry }) => entry.number)
    .slice(0, 5);
}

/** A neighbour that differs in a place which is not sure, or one at all when the number itself is not on the roster. */
function hasNeighbour(
  number: string,
  lines: readonly LineReading[],
  roster: readonly RosterEntry[],
): boolean {
  return roster.some((entry) => {
    if (entry.number === number || distance(number, entry.number) !== 1) return false;
    const place = [...number].findIndex((digit, at) => digit !== entry.number[at]);
    return (lines[place]?.probability ?? 0) < sureDigit;
  });
}

/** Judges who filled the sheet in, from its code, its number grid and the roster; never by what is merely likely. */
export function identify(
  code: SheetCode | undefined,
  lines: readonly LineReading[],
  labels: readonly (readonly string[])[],
  roster: readonly RosterEntry[] | undefined,
): Identity {
  const number = lines.length > 0 ? numberOf(lines, labels) : undefined;
  const blank = lines.every(({ status }) => status === 'blank');
  const printed = code?.enrollment;
  const owner = roster?.find(({ enrollment }) => enrollment !== undefined && enrollment === printed);
  const candidates = number && roster ? nearest(number, roster) : [];
  const probability = lines.reduce((product, line) => product * line.probability, 1);
  const known = {
    ...(number && !blank ? { number } : {}),
    ...(printed ? { enrollment: printed } : {}),
    candidates,
  };
  const doubts: IdentityDoubt[] = [];
  if (printed !== undefined) {
    const clear = number !== undefined && !number.includes('?');
    if (owner && clear && number !== owner.number) doubts.push('code_and_number_differ');
    if (roster && !owner) doubts.push('not_on_roster');
    return {
      status: doubts.length > 0 ? 'review' : 'ok',
      doubts,
      ...known,
      probability: doubts.length > 0 ? 0.5 : 0.9999,
    };
  }
  if (number === undefined) return { status: 'none', doubts, candidates, probability: 0 };
  if (blank) return { status: 'review', doubts: ['number_blank'], candidates: [], probability: 0 };
  if (number.includes('?')) doubts.push('number_unclear');
  else if (roster && !roster.some((entry) => entry.number === number)) doubts.push('not_on_roster');
  else if (roster && hasNeighbour(number, lines, roster)) doubts.push('neighbour_on_roster');
  return { status: doubts.length > 0 ? 'review' : 'ok', doubts, ...known, probability };
}
