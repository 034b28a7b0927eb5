import type { ExamQuestion } from '@seodang/contract/exam-questions.ts';
import type { ScanAlarm } from '@seodang/contract/scans.ts';
import { shiftsOf } from './scan-shifts.rules.ts';

export type ReadPage = {
  place: number;
  answers: readonly { exam_question_id: number; detected: readonly string[]; marking: string }[];
};
export type AskedQuestion = Pick<
  ExamQuestion,
  'id' | 'number' | 'kind' | 'keys' | 'key_state' | 'region_meta'
>;

/** One bubble of a choice that is no accepted answer, and where it is on the sheet. */
type Cell = { id: number; number: number; label: string; line: string };

const leastPages = { streak: 3, spot: 4 };
const shareOfPages = 0.3;
const leastCells = 4;
const shareOfCells = 0.7;

/** What looks wrong with a scan as a whole, whoever filled the sheets in. */
export function alarmsOf(pages: readonly ReadPage[], questions: readonly AskedQuestion[]): ScanAlarm[] {
  const read = pages.filter(({ answers }) => answers.length > 0);
  return [...streaksOf(read, questions), ...shiftsOf(read, questions)];
}

/**
 * The same place marked on many pages. Dirt draws a line down the page: on three pages or more, and on 30 percent of them,
 * most wrong choices that lie above each other are marked. A spot is one wrong choice that is marked beside another one on
 * four pages or more, and on 30 percent.
 */
function streaksOf(pages: readonly ReadPage[], questions: readonly AskedQuestion[]): ScanAlarm[] {
  const lines = Map.groupBy(questions.flatMap(cellsOf), ({ line }) => line);
  const marked = new Map(pages.map((page) => [page.place, marksOf(page)]));
  const isWorth = (places: readonly number[], least: number) =>
    places.length >= least && places.length >= pages.length * shareOfPages;
  return [...lines.values()].flatMap((cells) => {
    const places = pages.map(({ place }) => place);
    const along = places.filter((place) => isLine(cells, marked.get(place)));
    if (cells.length >= leastCells && isWorth(along, leastPages.streak))
      return [streak(cells, along, pages.length)];
    return cells.flatMap((cell) => {
      const beside = places.filter((place) => marked.get(place)?.get(keyOf(cell)) === 'beside');
      return isWorth(beside, leastPages.spot) ? [streak([cell], beside, pages.length)] : [];
    });
  });
}

function cellsOf({ id, number, keys, key_state, region_meta }: AskedQuestion): Cell[] {
  if (region_meta?.kind !== 'choice' || key_state !== 'keyed') return [];
  const right = new Set(keys.flatMap((key) => key.split(',')));
  return region_meta.bubbles
    .filter(({ label }) => !right.has(label))
    .map(({ label, x_mm }) => ({
      id,
      number,
      label,
      line: `${region_meta.page} ${Math.round(x_mm)} ${label}`,
    }));
}

const keyOf = ({ id, label }: Pick<Cell, 'id' | 'label'>) => `${id} ${label}`;

/** The marks of a page, and whether others are beside them. */
function marksOf({ answers }: ReadPage): Map<string, 'alone' | 'beside'> {
  return new Map(
    answers.flatMap(({ exam_question_id: id, detected, marking }) =>
      detected.map((label) => [
        keyOf({ id, label }),
        marking === 'multiple' || marking === 'ambiguous' ? 'beside' : 'alone',
      ]),
    ),
  );
}

function isLine(cells: readonly Cell[], marks: ReadonlyMap<string, unknown> | undefined): boolean {
  const hit = cells.filter((cell) => marks?.has(keyOf(cell))).length;
  return hit >= leastCells && hit >= cells.length * shareOfCells;
}

function streak(cells: readonly Cell[], places: readonly number[], of: number): ScanAlarm {
  return {
    kind: 'streak',
    numbers: cells.map(({ number }) => number),
    label: cells[0]?.label ?? null,
    shift: null,
    places: [...places],
    fit_percent: Math.round((100 * places.length) / of),
    fit_now_percent: null,
  };
}
