import type { Extra, Extras } from './baseline.ts';
import { certainty } from './certainty.ts';
import type { Plan } from './plan.ts';
import { median, quantile } from './statistics.ts';

export type Status = 'ok' | 'blank' | 'multiple' | 'ambiguous';

/** A line of alternatives as it was read: which are marked, how sure that is, and how full each is beside this page's usual mark. */
export type LineReading = { status: Status; marked: number[]; probability: number; strengths: number[] };

/** What a mark of this student amounts to on this page, and how much empty bubbles vary. */
type Style = { usual: number; noise: number };

/** Where decisions stand, in shares of the usual mark; what is between two of them is flagged. */
export const bands = {
  /** From here a bubble is marked. */
  marked: 0.5,
  /** To here a line without a mark is blank. */
  blank: 0.16,
  /** To here (beside the strongest of the line) what is left of an erased mark counts as nothing. */
  erased: 0.3,
  /** From here (beside the strongest of the line) a second mark counts. */
  second: 0.62,
  /** In units of the noise: less is nothing, more can be a mark. */
  nothing: 3.5,
  something: 6,
  /** Shares of the directions around a bubble: a circle, and certainly none. */
  circle: 0.8,
  noCircle: 0.5,
} as const;

const fallbackUsual = 0.3;

/** The lighter ones among the clear marks of a page: a student who presses lightly is not read as blank. */
function styleOf(plan: Plan, { spots, noise }: Extras): Style {
  const clear = plan.lines.flatMap((line) => {
    const inks = line.map((index) => spots[index]?.ink ?? 0).sort((a, b) => b - a);
    const [top = 0, second = 0] = inks;
    return top > Math.max(8 * noise, 0.035) && second < 0.4 * top ? [top] : [];
  });
  if (clear.length === 0) return { usual: fallbackUsual, noise };
  const usual = Math.min(quantile(clear, 0.25), 0.8 * median(clear));
  const trust = Math.min(1, clear.length / 6);
  return { usual: trust * usual + (1 - trust) * Math.min(usual, fallbackUsual), noise };
}

type Strength = { ink: number; circled: number; noisy: number };

const strengthOf = (extra: Extra | undefined, style: Style): Strength => ({
  ink: (extra?.ink ?? 0) / style.usual,
  circled: extra?.around ?? 0,
  noisy: (extra?.ink ?? 0) / style.noise,
});

type Verdict = Omit<LineReading, 'strengths'>;

/** A line in which no bubble is filled: blank, or one is circled, or something is there that is no clear mark. */
function withoutFill(line: readonly Strength[]): Verdict {
  const circled = line.flatMap(({ circled: part }, place) => (part >= bands.circle ? [place] : []));
  const half = line.filter(({ circled: part }) => part > bands.noCircle).length;
  const [only] = circled;
  if (only !== undefined && circled.length === 1 && half === 1) {
    return { status: 'ok', marked: [only], probability: certainty('circle', 0.5) };
  }
  const top = Math.max(...line.map(({ ink }) => ink));
  const noisy = Math.max(...line.map(({ noisy: units }) => units));
  if (half === 0 && (top <= bands.blank || noisy <= bands.nothing)) {
    const room = Math.max((bands.blank - top) / bands.blank, (bands.nothing - noisy) / bands.nothing);
    return { status: 'blank', marked: [], probability: certainty('blank', room) };
  }
  return { status: 'ambiguous', marked: [], probability: 0.5 };
}

function withFill(line: readonly Strength[], strongest: number): Verdict {
  const limit = Math.min(line[strongest]?.ink ?? 1, 1.6);
  const marked: number[] = [];
  let doubtful = false;
  let room = Math.min(1, (limit - bands.marked) / 0.6);
  for (const [place, { ink, noisy, circled }] of line.entries()) {
    const part = ink / limit;
    if (place === strongest) marked.push(place);
    else if (part >= bands.second && ink >= bands.marked && noisy > bands.something) {
      marked.push(place);
      room = Math.min(room, (part - bands.second) / (1 - bands.second));
    } else if (part <= bands.erased || noisy <= bands.nothing) {
      room = Math.min(
        room,
        Math.max((bands.erased - part) / bands.erased, (bands.nothing - noisy) / bands.nothing),
      );
      if (circled >= bands.circle && (line[strongest]?.circled ?? 0) < bands.noCircle) doubtful = true;
    } else doubtful = true;
  }
  if (doubtful) return { status: 'ambiguous', marked, probability: 0.5 };
  const status = marked.length > 1 ? 'multiple' : 'ok';
  return { status, marked, probability: certainty(status, room) };
}

function readLine(line: readonly Strength[]): LineReading {
  const strongest = line.reduce((best, { ink }, place) => (ink > (line[best]?.ink ?? 0) ? place : best), 0);
  const top = line[strongest];
  const filled = top !== undefined && top.ink >= bands.marked && top.noisy >= bands.something;
  const verdict = filled ? withFill(line, strongest) : withoutFill(line);
  return { ...verdict, strengths: line.map(({ ink }) => Math.max(0, Math.min(1.5, ink))) };
}

/** Decides every line of a page, by what marks look like on this very page. */
export function readLines(plan: Plan, extras: Extras): LineReading[] {
  const style = styleOf(plan, extras);
  return plan.lines.map((line) => readLine(line.map((index) => strengthOf(extras.spots[index], style))));
}
