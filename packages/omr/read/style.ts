import { bands } from './bands.ts';
import type { Extra, Extras } from './baseline.ts';
import { circleStyle } from './circles.ts';
import type { Tones } from './grey.ts';
import type { Plan } from './plan.ts';
import { median, quantile } from './statistics.ts';

/** What a mark of this student amounts to on this page, and how much empty bubbles vary. */
export type Style = {
  usual: number;
  /** From here a bubble is marked, in shares of the usual mark. */
  marked: number;
  known: boolean;
  /** Whether nothing but black and white is left of what was on the page, so that a pale mark may have vanished. */
  stark: boolean;
  /** Whether its paper is pure white, so that marks nearly as white may have vanished. */
  white: boolean;
  /** Whether it is black and white without dust, so that a few dots in one bubble of a line are what is left of a mark. */
  dots: boolean;
  /** From here beside the strongest of a line a second mark counts; the smear of a rubbed-out one is more beside a pale mark. */
  second: number;
  /** What a circle leaves outside the outline, on the page of a student who circles; else 0. */
  circleRim: number;
  /** Clear marks of this page in shares of the usual one, ascending; and how much the lighter ones amount to. */
  marks: number[];
  light: number;
  /** How much of a mark is beside its bubble, in shares of what is in it, where that is usual. */
  beyond: number;
  /** How much of a mark goes across its bubble and on, where that is most usual. */
  through: number;
  /** The squares of darkness of a usual mark, where they say more than noise; else 0. */
  depth: number;
  /** Whether a paler kind of mark is beside many of this page's: from behind, or rubbed out badly each time. */
  ghosts: boolean;
  /** Whether this student fills bubbles, rather than to draw lines in them. */
  fills: boolean;
} & Pick<Extras, 'noise' | 'depthNoise' | 'outsideNoise' | 'rimNoise'>;

/** When a page has too few marks to know its style. */
const fallbackUsual = 0.3;

/** Whether so many lines have a second mark that is paler than the first, and so few one as dark, that no student means it. */
function hasGhosts(plan: Plan, { spots, noise }: Extras): boolean {
  let [pale, dark] = [0, 0];
  for (const line of plan.lines) {
    const [top = 0, second = 0] = line.map((index) => spots[index]?.ink ?? 0).sort((a, b) => b - a);
    if (second < bands.nothing * noise || top < bands.something * noise) continue;
    if (second > bands.ghosts.from * top && second < bands.ghosts.to * top) pale += 1;
    else if (second >= bands.ghosts.to * top) dark += 1;
  }
  return pale >= Math.max(bands.ghosts.least, bands.ghosts.share * plan.lines.length) && dark < 0.5 * pale;
}

/** Whether more than a few bubbles that are not the strongest of their lines have something on them. */
function isDusty(plan: Plan, { spots, noise }: Extras): boolean {
  const others = plan.lines.flatMap((line) =>
    line
      .map((index) => spots[index]?.ink ?? 0)
      .sort((a, b) => b - a)
      .slice(1),
  );
  const { noisy, share } = bands.dusty;
  return others.filter((ink) => ink > noisy * noise).length > share * others.length;
}

/** The lighter ones among the clear marks of a page: a student who presses lightly is not read as blank. */
export function styleOf(plan: Plan, extras: Extras, tones: Tones): Style {
  const { spots, noise } = extras;
  const single = plan.lines.flatMap((line) => {
    const inks = line.map((index) => spots[index]?.ink ?? 0).sort((a, b) => b - a);
    const [top = 0, second = 0] = inks;
    // The line of a circle passes over the inside too, and says nothing of how dark this student fills.
    const circled = top < 0.14 && line.some((index) => (spots[index]?.around ?? 0) > bands.noCircle);
    const strongest = line.find((index) => spots[index]?.ink === top);
    const { through = 0, cover = 0, depth = 0, spare = 0 } = spots[strongest ?? -1] ?? {};
    return top > Math.max(6 * noise, 0.018) && second < 0.4 * top && !circled
      ? [{ top, through, cover, depth, beyond: spare / top }]
      : [];
  });
  const clear = single.map(({ top }) => top);
  // A few spots of dirt on an empty page are no style: then a mark must be as dark as a usual one.
  const trust = Math.min(1, clear.length / Math.min(8, 0.4 * plan.lines.length + 1));
  const usual = Math.min(quantile(clear, 0.25), 0.8 * median(clear));
  const expected = trust * usual + (1 - trust) * Math.max(usual, fallbackUsual);
  const { most } = bands.marked;
  const depth = quantile(
    single.map((one) => one.depth),
    0.25,
  );
  const isKnown = trust === 1 && tones !== 'stark';
  const ghosts = isKnown && hasGhosts(plan, extras);
  const { noisy } = ghosts ? bands.ghosts : bands.depth;
  const isDeep = isKnown && depth >= noisy * extras.depthNoise;
  const [least, smear] =
    tones === 'stark' && trust === 1 ? [bands.marked.stark, 0] : [bands.marked.least, bands.marked.smear];
  return {
    usual: expected,
    marked: Math.min(most, least + smear / expected),
    noise,
    depthNoise: extras.depthNoise,
    outsideNoise: extras.outsideNoise,
    rimNoise: extras.rimNoise,
    known: trust === 1,
    stark: tones === 'stark',
    white: tones !== 'shades',
    dots: tones === 'stark' && !isDusty(plan, extras),
    depth: isDeep ? depth : 0,
    ghosts,
    second: Math.min(bands.secondMost, bands.second + bands.marked.smear / expected),
    marks: clear.map((top) => top / expected).sort((a, b) => a - b),
    light: trust === 1 ? quantile(clear, 0.05) / expected : 0,
    beyond: median(single.map(({ beyond }) => beyond)),
    through: quantile(
      single.map(({ through }) => through),
      0.9,
    ),
    fills: trust === 1 && median(single.map(({ cover }) => cover)) >= bands.fill.usual,
    circleRim: circleStyle(plan, extras),
  };
}

/** A bubble on which nothing is. */
export const noStrength = {
  ink: 0,
  cover: 0,
  depth: 0,
  deep: 0,
  black: 0,
  circled: 0,
  noisy: 0,
  beside: 0,
  missed: 0,
  through: 0,
};

/** What is on a bubble, beside the marks and the noise of its page. */
export type Strength = typeof noStrength;

export function strengthOf(extra: Extra, style: Style): Strength {
  const { ink, cover, depth, around, through, outside, rim, spare } = extra;
  const beside = outside > 0.02 ? outside / style.outsideNoise : 0;
  const shade = rim > 0.012 ? rim / style.rimNoise : 0;
  return {
    ink: ink / style.usual,
    cover,
    depth: style.depth > 0 ? depth / style.depth : 0,
    deep: style.depth > 0 ? depth / style.depthNoise : 0,
    black: ink > 0 ? depth / ink : 0,
    circled: around,
    noisy: ink / style.noise,
    through,
    missed: spare / style.usual,
    beside: Math.max(beside, shade),
  };
}
