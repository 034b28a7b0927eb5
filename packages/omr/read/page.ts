import type { SheetCode } from '../geometry/code.ts';
import type { Bubble } from '../geometry/geometry.ts';
import { linesOf } from '../geometry/lines.ts';
import { type Empty, extrasOf } from './baseline.ts';
import { certainty } from './certainty.ts';
import { edgeWidth } from './edge.ts';
import { type Grey, tonesOf } from './grey.ts';
import type { Point } from './homography.ts';
import { type Identity, identify, type RosterEntry } from './identity.ts';
import { type LineReading, readLines, type Status } from './marks.ts';
import { measure } from './measure.ts';
import type { Prepared } from './prepare.ts';
import { type Quality, qualityOf } from './quality.ts';
import { covers, holds, type Registration } from './registration.ts';
import { toPixel, type Warp } from './warp.ts';

/** A question as it was read. `probability` is that of the reading being right; ambiguous ones go to a person. */
export type QuestionReading = {
  number: number;
  status: Status;
  /** Labels of the marked bubbles; of a numeric question one for each place, '' for an empty place. */
  marked: string[];
  /** The number that was marked, for numeric questions that are ok. */
  value?: string;
  probability: number;
  /** How full each bubble is beside this page's usual mark: 0 empty, 1 as usual. One list for each column. */
  fill: number[][];
  /** The corners of the question in the image, in pixels: its crop is the evidence. */
  corners: Point[];
};

export type Refusal =
  | 'no_sheet_found'
  | 'registration_unproven'
  | 'page_cut_off'
  | 'too_coarse'
  | 'other_sheet';

/** A page that was read, or the reason why nothing of it was. */
export type PageReading =
  | {
      status: 'read';
      code?: SheetCode;
      identity: Identity;
      /** The corners of the student number in the image, where the sheet has one. */
      number_corners?: Point[];
      questions: QuestionReading[];
      quality: Quality;
    }
  | { status: 'refused'; reason: Refusal; code?: SheetCode; quality?: Quality };

/** Fewer dots a millimetre than this (some 70 dpi) show no outlines. */
const coarsest = 2.7;

function cornersOf(warp: Warp, bubbles: readonly Bubble[]): Point[] {
  const left = Math.min(...bubbles.map(({ x_mm, width_mm }) => x_mm - width_mm)) - 1;
  const right = Math.max(...bubbles.map(({ x_mm, width_mm }) => x_mm + width_mm));
  const top = Math.min(...bubbles.map(({ y_mm, height_mm }) => y_mm - height_mm));
  const bottom = Math.max(...bubbles.map(({ y_mm, height_mm }) => y_mm + height_mm));
  const round = ({ x, y }: Point) => ({ x: Math.round(x), y: Math.round(y) });
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ].map(([x = 0, y = 0]) => round(toPixel(warp, x, y)));
}

function statusOf(lines: readonly LineReading[]): Status {
  const has = (status: Status) => lines.some((line) => line.status === status);
  if (has('ambiguous')) return 'ambiguous';
  if (has('multiple')) return 'multiple';
  return lines.every(({ status }) => status === 'blank') ? 'blank' : 'ok';
}

function questionsOf(
  { sheet, plan }: Pick<Prepared, 'sheet' | 'plan'>,
  lines: readonly LineReading[],
  warp: Warp,
): QuestionReading[] {
  return sheet.questions.map((question, index) => {
    const own = lines.filter((_, line) => plan.owners[line]?.question === index);
    const columns = linesOf(question);
    const labels = own.map(({ marked }, column) =>
      marked.map((place) => columns[column]?.[place]?.label ?? ''),
    );
    const status = statusOf(own);
    const marked = question.kind === 'choice' ? (labels[0] ?? []) : labels.map((column) => column.join(''));
    return {
      number: question.number,
      status,
      marked,
      ...(question.kind === 'numeric' && status === 'ok' ? { value: marked.join('') } : {}),
      probability: own.reduce((product, { probability }) => product * probability, 1),
      fill: own.map(({ strengths }) => strengths.map((value) => Math.round(value * 1000) / 1000)),
      corners: cornersOf(warp, linesOf(question).flat()),
    };
  });
}

export type ReadOptions = { roster?: readonly RosterEntry[] };

type Found = { registration: Registration; proven: boolean; code?: SheetCode; empty: Empty };

/** Reads a page whose registration is known, or refuses it as a whole when that is not proven. */
export function readRegistered(
  image: Grey,
  prepared: Pick<Prepared, 'sheet' | 'plan' | 'levels'>,
  found: Found,
  options: ReadOptions,
): PageReading {
  const { plan, sheet } = prepared;
  const { registration } = found;
  const { warp } = registration;
  const looks = measure(image, warp, plan, found.empty.from === 'blank');
  const edge_mm = edgeWidth(image, warp, plan);
  const quality = qualityOf(warp, { ...registration, looks, edge_mm });
  const told = { quality, ...(found.code ? { code: found.code } : {}) };
  if (registration.dotsPerMm < coarsest) return { status: 'refused', reason: 'too_coarse', ...told };
  if (!found.proven) return { status: 'refused', reason: 'registration_unproven', ...told };
  if (
    !covers(
      image,
      warp,
      plan.spots.map(({ bubble }) => bubble),
    )
  )
    return { status: 'refused', reason: 'page_cut_off', ...told };
  const lines = readLines(plan, extrasOf(plan, looks, found.empty), tonesOf(image)).map((reading, line) => {
    const held = plan.lines[line]?.every((index) => {
      const bubble = plan.spots[index]?.bubble;
      return bubble !== undefined && holds(registration, prepared.levels.fine, bubble);
    });
    return held
      ? reading
      : { ...reading, status: 'ambiguous' as const, probability: certainty('ambiguous', 0) };
  });
  const grid = sheet.number_grid ?? [];
  const numberLines = lines.filter((_, line) => plan.owners[line]?.question === -1);
  const labels = grid.map((column) => column.map(({ label }) => label));
  return {
    status: 'read',
    ...told,
    identity: identify(found.code, numberLines, labels, options.roster),
    ...(grid.length > 0 ? { number_corners: cornersOf(warp, grid.flat()) } : {}),
    questions: questionsOf(prepared, lines, warp),
  };
}
