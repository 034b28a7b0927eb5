import { bands } from './bands.ts';
import type { Extra, Extras } from './baseline.ts';
import { certainty } from './certainty.ts';
import { circlesOf } from './circles.ts';
import type { Tones } from './grey.ts';
import type { LineReading } from './line-reading.ts';
import type { Plan } from './plan.ts';
import { noStrength, type Strength, type Style, strengthOf, styleOf } from './style.ts';
import { doubted, isMixed, type Line, withoutEaten } from './vanished.ts';

export type { LineReading, Status } from './line-reading.ts';

const nothing: Extra = {
  ...{ ink: 0, cover: 0, depth: 0, around: 0, paleAround: 0 },
  ...{ through: 0, outside: 0, rim: 0, spare: 0 },
};

type Verdict = Omit<LineReading, 'strengths'>;

/** Whether all there is in a line is far too pale for how much of it there is: rubbed out, a smear, or from behind. */
function isShallow(line: readonly Strength[], style: Style): boolean {
  const most = bands.ghosts.blank;
  return (
    style.ghosts && style.depth > 0 && line.every(({ ink, depth }) => ink <= most.ink && depth <= most.depth)
  );
}

/** A line in which no bubble is filled: blank, or one is circled, or something is there that is no clear mark. */
function withoutFill(line: readonly Strength[], style: Style): Verdict {
  const circled = line.flatMap(({ circled: part }, place) => (part >= bands.circle ? [place] : []));
  const half = line.filter(({ circled: part }) => part > bands.noCircle).length;
  const most = line.reduce(
    (best, { circled: part }, place) => (part > (line[best]?.circled ?? 0) ? place : best),
    0,
  );
  const part = line[most]?.circled ?? 0;
  const others = Math.max(0, ...line.flatMap((one, place) => (place === most ? [] : [one.circled])));
  if ((part >= bands.circle && others <= bands.noCircle) || (part >= bands.arc && others <= bands.noArc))
    return { status: 'ok', marked: [most], probability: certainty('circle', 0.5) };
  if (circled.length === 2 && half === 2)
    return { status: 'multiple', marked: circled, probability: certainty('multiple', 0.5) };
  const top = Math.max(...line.map(({ ink }) => ink));
  const noisy = Math.max(...line.map(({ noisy: units }) => units));
  const limit = style.known ? bands.something : bands.nothing;
  const quiet =
    half === 0 && line.every(({ beside, missed }) => beside < bands.beside || missed < bands.missed);
  const blank = Math.min(bands.blankMost, Math.max(bands.blank, bands.blankPart * style.light));
  const empty =
    (noisy <= bands.nothing && top <= bands.murky) ||
    (noisy <= limit && top <= bands.blank) ||
    (style.known && blank > bands.blank && top <= blank) ||
    isShallow(line, style) ||
    (style.known && top <= bands.faint);
  if (quiet && empty && (!style.white || top <= bands.stark)) {
    const room = Math.max((blank - top) / blank, (bands.nothing - noisy) / bands.nothing);
    return { status: 'blank', marked: [], probability: certainty('blank', room) };
  }
  return { status: 'ambiguous', marked: [], probability: certainty('ambiguous', 0) };
}

/** Whether a mark stands so alone in its line that less of it beside the noise is enough. */
function isAlone(line: readonly Strength[], strongest: number, { known }: Style): boolean {
  const { noisy, ink, others } = bands.alone;
  const top = line[strongest];
  if (!known || !top || top.noisy < noisy || top.ink < ink) return false;
  return line.every((one, place) => place === strongest || one.ink <= others * top.ink);
}

/** Whether others of the page are nearly as light as a mark. */
function hasKin(ink: number, { marks }: Style): boolean {
  const { wider, share } = bands.kin;
  const near = marks.filter((other) => other > ink && other <= wider * ink).length;
  return near >= Math.max(2, share * marks.length);
}

/** Whether a mark is one although it is light: others of this page are nearly as light, and beside it there is nothing. */
function isKin(line: readonly Strength[], strongest: number, style: Style): boolean {
  const { least, beside } = bands.kin;
  const ink = line[strongest]?.ink ?? 0;
  if (!style.known || ink < least) return false;
  if (line.some((one, place) => place !== strongest && one.ink > beside * ink)) return false;
  return hasKin(ink, style);
}

/** Whether a mark is one although there is little of it: it is as dark as others of the page, and beside it there is nothing. */
function isDark(line: readonly Strength[], strongest: number, style: Style): boolean {
  const { fill, line: least, depth: deep, beside } = bands.depth.alone;
  const top = line[strongest];
  if (style.depth === 0 || !top || top.depth < deep) return false;
  // What has a line's shape may be one that ran astray, as long as there is no more of it.
  if (!isFill(top, fill, style) && (style.fills || top.ink < least)) return false;
  return line.every(
    ({ ink, depth }, place) =>
      place === strongest || (ink <= beside.ink * top.ink && depth <= beside.depth * top.depth),
  );
}

/** Whether a second mark is far paler than the first. */
function isPale(one: Strength, top: Strength, style: Style): boolean {
  const { ink, depth } = style.ghosts ? bands.ghosts.beside : bands.depth.pale;
  return style.depth > 0 && one.depth <= depth * top.depth && one.ink <= ink * top.ink;
}

/** Whether a second mark is as dark as the first, fills its bubble, and there is less of it. */
const isAsDark = (one: Strength, top: Strength, style: Style) =>
  style.depth > 0 &&
  isFill(one, bands.fill.second, style) &&
  one.depth >= bands.depth.second.depth * Math.max(1, top.depth) &&
  one.ink >= bands.depth.second.ink &&
  one.ink >= bands.depth.second.part * top.ink;

/** Whether something fills its bubble too much to be a line, on the page of a student who fills. */
const isFill = (one: Strength, least: { cover: number; ink: number }, { fills }: Style) =>
  fills && one.cover >= least.cover && one.ink >= least.ink;

/** A line that ends in a bubble, from outside: lighter than the marks of the page are, and with more of it beside the bubble. */
function isRunIn(top: Strength, style: Style): boolean {
  const { ink, beside, missed } = top;
  if (isFill(top, bands.fill.alone, style)) return false;
  return (
    style.known &&
    ink < bands.runIn &&
    beside >= bands.beside &&
    missed >= Math.max(bands.missed, bands.beyond * style.beyond * ink) &&
    !hasKin(ink, style)
  );
}

/** How far the one of these marks goes across its bubble and on that does so most. */
const goesThrough = (line: readonly Strength[], marked: readonly number[]) =>
  Math.max(...marked.map((place) => line[place]?.through ?? 0));

/**
 * A line that goes across a bubble and on at both sides may be a slip of the pen beside the one mark that was meant, and such
 * lines over a filled bubble may cross it out: only on the page of a student whose fills go over the edge so far they say
 * nothing.
 */
function isSlip(line: readonly Strength[], marked: readonly number[], style: Style): boolean {
  const usual = style.through;
  const most = goesThrough(line, marked);
  if (most <= bands.through) return false;
  if (marked.every((place) => isFill(line[place] ?? noStrength, bands.fill.second, style)))
    return most > Math.max(usual, bands.crossed);
  const inks = marked.map((place) => Math.min(1, line[place]?.ink ?? 0));
  return usual <= bands.through || Math.min(...inks) < bands.alike * Math.max(...inks);
}

function withFill(line: readonly Strength[], strongest: number, style: Style): Verdict {
  const least = Math.min(style.marked, line[strongest]?.ink ?? 1);
  const limit = Math.min(line[strongest]?.ink ?? 1, 1.6);
  const alike = Math.min(bands.erasedMost, (bands.erasedPart * style.light) / Math.max(1, limit));
  const erased = style.stark ? bands.starkErased : Math.max(bands.erased, alike);
  const first = line[strongest] ?? noStrength;
  const marked: number[] = [];
  let doubtful = false;
  let room = Math.min(1, (limit - least) / 0.6);
  for (const [place, one] of line.entries()) {
    const { ink, noisy, circled } = one;
    const part = ink / limit;
    if (place === strongest) marked.push(place);
    else if (
      (part >= style.second ||
        ink >= bands.secondAlone + style.second - bands.second ||
        isAsDark(one, first, style)) &&
      ink >= least &&
      noisy > bands.something
    ) {
      marked.push(place);
      room = Math.min(room, Math.max(0, part - style.second) / (1 - style.second));
    } else if (part <= erased || (noisy <= bands.nothing && (!style.stark || part <= bands.starkNothing))) {
      room = Math.min(room, Math.max((erased - part) / erased, (bands.nothing - noisy) / bands.nothing));
      if (circled >= bands.circle && (line[strongest]?.circled ?? 0) < bands.noCircle) doubtful = true;
    } else if (isPale(one, first, style)) room = Math.min(room, 0.05);
    else doubtful = true;
  }
  if (marked.length > 1 && isSlip(line, marked, style)) doubtful = true;
  const deepest = Math.max(...line.map(({ depth }) => depth));
  if (marked.some((place) => (line[place]?.depth ?? 0) < bands.depth.pale.depth * deepest)) doubtful = true;
  // Where fills go over the edge so far, one of them may be crossed out, which is least sure of two marks.
  if (marked.length > 1 && style.fills && goesThrough(line, marked) > bands.through) room = 0;
  const top = line[strongest];
  if (marked.length === 1 && top && isRunIn(top, style)) doubtful = true;
  if (doubtful) return { status: 'ambiguous', marked, probability: certainty('ambiguous', 0) };
  const status = marked.length > 1 ? 'multiple' : 'ok';
  return { status, marked, probability: certainty(status, room) };
}

/** On the page of a student who circles: a line in which one or more are circled, or undefined. */
function circledLine(extras: readonly Extra[], style: Style): Verdict | undefined {
  if (style.circleRim === 0) return undefined;
  const circles = circlesOf(extras, style.circleRim);
  if (circles.status === 'untouched') return undefined;
  if (circles.status === 'unclear')
    return { status: 'ambiguous', marked: [], probability: certainty('ambiguous', 0) };
  const status = circles.places.length === 1 ? 'ok' : 'multiple';
  return { status, marked: circles.places, probability: certainty('circle', 0.5) };
}

function readLine(extras: readonly Extra[], style: Style): LineReading {
  const line = extras.map((extra) => strengthOf(extra, style));
  const strongest = line.reduce((best, { ink }, place) => (ink > (line[best]?.ink ?? 0) ? place : best), 0);
  const top = line[strongest];
  const filled =
    top !== undefined &&
    (top.ink >= style.marked || isKin(line, strongest, style) || isDark(line, strongest, style)) &&
    (top.noisy >= bands.something || top.deep >= bands.something || isAlone(line, strongest, style));
  const verdict =
    circledLine(extras, style) ?? (filled ? withFill(line, strongest, style) : withoutFill(line, style));
  return { ...verdict, strengths: line.map(({ ink }) => Math.max(0, Math.min(1.5, ink))) };
}

/** Whether a line of a page has neither a clear mark nor nothing. */
function isDoubtful({ reading: { status }, line }: Line, style: Style): boolean {
  const { untouched } = bands;
  if (style.circleRim > 0) return status === 'ambiguous';
  return status === 'blank'
    ? line.some(({ ink, noisy }) => ink > untouched.ink && noisy > untouched.noisy)
    : !line.some(({ ink, noisy }) => ink >= style.marked && noisy >= bands.something);
}

/**
 * Who circles answers may have drawn a circle so wide that it was missed, and where many marks are too faint to count others
 * may have vanished: then only what nothing touched is blank.
 */
function withoutBlanks(lines: readonly Line[], doubtful: number): LineReading[] {
  const { untouched } = bands;
  const marked = lines.filter(({ reading: { status } }) => status === 'ok' || status === 'multiple').length;
  const lost = doubtful > Math.min(0.4 * lines.length, marked);
  return lines.map(({ reading, line }) => {
    const touched = line.some(
      ({ circled, noisy, beside, ink }) =>
        circled > untouched.circled ||
        noisy > untouched.noisy ||
        beside > untouched.beside ||
        ink > untouched.ink,
    );
    return reading.status === 'blank' && (touched || lost) ? doubted(reading) : reading;
  });
}

/**
 * Decides every line of a page, by what marks look like on this very page. In a `stark` image, black and white with nothing
 * between, nothing is left of what was rubbed out, and a part of a mark is one; but a pale mark may have vanished.
 */
export function readLines(plan: Plan, extras: Extras, tones: Tones = 'shades'): LineReading[] {
  const style = styleOf(plan, extras, tones);
  const lines = plan.lines.map((places) => {
    const spots = places.map((index) => extras.spots[index] ?? nothing);
    return { reading: readLine(spots, style), line: spots.map((extra) => strengthOf(extra, style)) };
  });
  const readings = lines.map(({ reading }) => reading);
  const eaten = withoutEaten(lines, style);
  if (eaten) return eaten;
  if (!style.stark && isMixed(lines, style)) return readings.map(doubted);
  const doubtful = lines.filter((one) => isDoubtful(one, style)).length;
  return doubtful < Math.max(3, 0.1 * lines.length) ? readings : withoutBlanks(lines, doubtful);
}
