import { bands } from './bands.ts';
import type { Extra, Extras } from './baseline.ts';
import { certainty } from './certainty.ts';
import { circleStyle, circlesOf } from './circles.ts';
import type { Tones } from './grey.ts';
import type { Plan } from './plan.ts';
import { median, quantile } from './statistics.ts';

export type Status = 'ok' | 'blank' | 'multiple' | 'ambiguous';

/** A line of alternatives as it was read: which are marked, how sure that is, and how full each is beside this page's usual mark. */
export type LineReading = { status: Status; marked: number[]; probability: number; strengths: number[] };

/** What a mark of this student amounts to on this page, and how much empty bubbles vary. */
type Style = {
  usual: number;
  /** From here a bubble is marked, in shares of the usual mark. */
  marked: number;
  known: boolean;
  /** Whether nothing but black and white is left of what was on the page, so that a pale mark may have vanished. */
  stark: boolean;
  /** From here beside the strongest of a line a second mark counts; the smear of a rubbed-out one is more beside a pale mark. */
  second: number;
  /** What a circle leaves outside the outline, on the page of a student who circles; else 0. */
  circleRim: number;
  /** Clear marks of this page in shares of the usual one, ascending; and how much the lighter ones amount to. */
  marks: number[];
  light: number;
  /** How much of a mark goes across its bubble and on, where that is most usual. */
  through: number;
  /** Whether this student fills bubbles, rather than to draw lines in them. */
  fills: boolean;
} & Pick<Extras, 'noise' | 'outsideNoise' | 'rimNoise'>;

/** When a page has too few marks to know its style. */
const fallbackUsual = 0.3;

/** The lighter ones among the clear marks of a page: a student who presses lightly is not read as blank. */
function styleOf(plan: Plan, extras: Extras, tones: Tones): Style {
  const { spots, noise } = extras;
  const single = plan.lines.flatMap((line) => {
    const inks = line.map((index) => spots[index]?.ink ?? 0).sort((a, b) => b - a);
    const [top = 0, second = 0] = inks;
    // The line of a circle passes over the inside too, and says nothing of how dark this student fills.
    const circled = top < 0.14 && line.some((index) => (spots[index]?.around ?? 0) > bands.noCircle);
    const strongest = line.find((index) => spots[index]?.ink === top);
    const { through = 0, cover = 0 } = spots[strongest ?? -1] ?? {};
    return top > Math.max(6 * noise, 0.018) && second < 0.4 * top && !circled
      ? [{ top, through, cover }]
      : [];
  });
  const clear = single.map(({ top }) => top);
  // A few spots of dirt on an empty page are no style: then a mark must be as dark as a usual one.
  const trust = Math.min(1, clear.length / Math.min(8, 0.4 * plan.lines.length + 1));
  const usual = Math.min(quantile(clear, 0.25), 0.8 * median(clear));
  const expected = trust * usual + (1 - trust) * Math.max(usual, fallbackUsual);
  const { most } = bands.marked;
  const [least, smear] =
    tones === 'stark' && trust === 1 ? [bands.marked.stark, 0] : [bands.marked.least, bands.marked.smear];
  return {
    usual: expected,
    marked: Math.min(most, least + smear / expected),
    noise,
    outsideNoise: extras.outsideNoise,
    rimNoise: extras.rimNoise,
    known: trust === 1,
    stark: tones !== 'shades',
    second: Math.min(bands.secondMost, bands.second + bands.marked.smear / expected),
    marks: clear.map((top) => top / expected).sort((a, b) => a - b),
    light: trust === 1 ? quantile(clear, 0.05) / expected : 0,
    through: quantile(
      single.map(({ through }) => through),
      0.9,
    ),
    fills: trust === 1 && median(single.map(({ cover }) => cover)) >= bands.fill.usual,
    circleRim: circleStyle(plan, extras),
  };
}

const nothing: Extra = {
  ...{ ink: 0, cover: 0, around: 0, paleAround: 0 },
  ...{ through: 0, outside: 0, rim: 0, spare: 0 },
};

const noStrength = { ink: 0, cover: 0, circled: 0, noisy: 0, beside: 0, missed: 0, through: 0 };

type Strength = typeof noStrength;

function strengthOf({ ink, cover, around, through, outside, rim, spare }: Extra, style: Style): Strength {
  const beside = outside > 0.02 ? outside / style.outsideNoise : 0;
  const shade = rim > 0.012 ? rim / style.rimNoise : 0;
  return {
    ink: ink / style.usual,
    cover,
    circled: around,
    noisy: ink / style.noise,
    through,
    missed: spare / style.usual,
    beside: Math.max(beside, shade),
  };
}

type Verdict = Omit<LineReading, 'strengths'>;

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
    (style.known && top <= bands.faint);
  if (quiet && empty && (!style.stark || top <= bands.stark)) {
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
    missed >= bands.missed &&
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
    return most > usual;
  const inks = marked.map((place) => Math.min(1, line[place]?.ink ?? 0));
  return usual <= bands.through || Math.min(...inks) < bands.alike * Math.max(...inks);
}

function withFill(line: readonly Strength[], strongest: number, style: Style): Verdict {
  const least = Math.min(style.marked, line[strongest]?.ink ?? 1);
  const limit = Math.min(line[strongest]?.ink ?? 1, 1.6);
  const alike = Math.min(bands.erasedMost, (bands.erasedPart * style.light) / Math.max(1, limit));
  const erased = Math.max(bands.erased, alike);
  const marked: number[] = [];
  let doubtful = false;
  let room = Math.min(1, (limit - least) / 0.6);
  for (const [place, { ink, noisy, circled }] of line.entries()) {
    const part = ink / limit;
    if (place === strongest) marked.push(place);
    else if (
      (part >= style.second || ink >= bands.secondAlone + style.second - bands.second) &&
      ink >= least &&
      noisy > bands.something
    ) {
      marked.push(place);
      room = Math.min(room, Math.max(0, part - style.second) / (1 - style.second));
    } else if (part <= erased || noisy <= bands.nothing) {
      room = Math.min(room, Math.max((erased - part) / erased, (bands.nothing - noisy) / bands.nothing));
      if (circled >= bands.circle && (line[strongest]?.circled ?? 0) < bands.noCircle) doubtful = true;
    } else doubtful = true;
  }
  if (marked.length > 1 && isSlip(line, marked, style)) doubtful = true;
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
    (top.ink >= style.marked || isKin(line, strongest, style)) &&
    (top.noisy >= bands.something || isAlone(line, strongest, style));
  const verdict =
    circledLine(extras, style) ?? (filled ? withFill(line, strongest, style) : withoutFill(line, style));
  return { ...verdict, strengths: line.map(({ ink }) => Math.max(0, Math.min(1.5, ink))) };
}

/**
 * Decides every line of a page, by what marks look like on this very page. In a `stark` image, black and white with nothing
 * between, nothing is left of what was rubbed out, and a part of a mark is one; in a `halved` one, which greys may imitate,
 * it is not. In both a pale mark may have vanished.
 */
export function readLines(plan: Plan, extras: Extras, tones: Tones = 'shades'): LineReading[] {
  const style = styleOf(plan, extras, tones);
  const lines = plan.lines.map((line) => line.map((index) => extras.spots[index] ?? nothing));
  const strengths = lines.map((line) => line.map((extra) => strengthOf(extra, style)));
  const readings = lines.map((line) => readLine(line, style));
  // Who circles answers may have drawn a circle so wide that it was missed, and where many marks are too faint to count others
  // may have vanished: then only what nothing touched is blank.
  const { untouched } = bands;
  const doubtful = strengths.filter((line, index) => {
    const status = readings[index]?.status;
    if (style.circleRim > 0) return status === 'ambiguous';
    return status === 'blank'
      ? line.some(({ ink, noisy }) => ink > untouched.ink && noisy > untouched.noisy)
      : !line.some(({ ink, noisy }) => ink >= style.marked && noisy >= bands.something);
  }).length;
  // Black and white alone shows nothing of a pale mark, so a page that is mostly empty may be full of them.
  const isFaded =
    style.stark && readings.filter(({ status }) => status === 'ok').length < 0.6 * readings.length;
  if (isFaded)
    return readings.map((reading) => ({
      ...reading,
      status: 'ambiguous',
      probability: certainty('ambiguous', 0),
    }));
  if (doubtful < Math.max(3, 0.1 * strengths.length)) return readings;
  const marked = readings.filter(({ status }) => status === 'ok' || status === 'multiple').length;
  return readings.map((reading, index) => {
    const touched = strengths[index]?.some(
      ({ circled, noisy, beside, ink }) =>
        circled > untouched.circled ||
        noisy > untouched.noisy ||
        beside > untouched.beside ||
        ink > untouched.ink,
    );
    const lost = doubtful > Math.min(0.4 * strengths.length, marked);
    return reading.status === 'blank' && (touched || lost)
      ? { ...reading, status: 'ambiguous', probability: certainty('ambiguous', 0) }
      : reading;
  });
}
