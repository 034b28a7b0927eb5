import type { Extra, Extras } from './baseline.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';

/** Where decisions on circles stand. Parts are shares of what this page's circles usually leave outside the outlines. */
const bands = {
  /** In units of the noise and in darkness: less outside an outline is nothing. */
  noise: 6,
  least: 0.012,
  /** A circle touches so many of the directions, and the second of a line leaves less than this share. */
  shape: 0.3,
  alone: 0.3,
  /** A circle goes around its bubble, and what comes over from circles beside, above and below only along one side. */
  alongside: { shape: 0.35, rim: 0.5, share: 0.5 },
  /** In units of the noise, when nothing of the line comes near it. */
  noiseAlone: 3,
  /** From here a bubble is circled, and to here certainly not. */
  circled: 0.4,
  free: 0.2,
  /** What the circle around its neighbour may leave at a bubble. */
  spill: { rim: 0.55, shape: 0.4 },
  /** Two are circled only when both are so much. */
  both: { rim: 0.7, shape: 0.5 },
  /** Darker than this is a fill, whoever circles. */
  filled: 0.16,
} as const;

const shapeOf = ({ around, paleAround }: Extra) => Math.max(around, paleAround);

/** Whether all that is at a bubble may have come over from a circle that is certainly another bubble's. */
function isAlongside(extra: Extra, circled: Extra): boolean {
  const { shape, rim, share } = bands.alongside;
  return (
    shapeOf(extra) < Math.min(shape, share * shapeOf(circled)) &&
    extra.rim < rim * circled.rim &&
    extra.ink < bands.filled / 2
  );
}

/** The place of the only bubble in a line with something all around it, if there is one. */
function onlyCircled(line: readonly Extra[], noise: number): Extra | undefined {
  const [first, second] = line.toSorted((a, b) => b.rim - a.rim);
  if (!first || shapeOf(first) < bands.shape || first.ink > bands.filled) return undefined;
  const isOnly = line.every((extra) => extra === first || isAlongside(extra, first));
  if (isOnly && first.rim >= Math.max(bands.least, bands.noiseAlone * noise)) return first;
  if (first.rim < Math.max(bands.least, bands.noise * noise)) return undefined;
  return (second?.rim ?? 0) < bands.alone * first.rim ? first : undefined;
}

/**
 * How much darkness a circle of this student usually leaves outside the outline; 0 when circles are not how this student
 * answers. Who circles does so nearly everywhere, which is what tells a circle from a stray line.
 */
export function circleStyle(plan: Plan, { spots, rimNoise }: Extras): number {
  const lines = plan.lines.map((line) => line.flatMap((index) => spots[index] ?? []));
  const open = lines.filter((line) => line.every(({ ink }) => ink < bands.filled));
  const circled = open.flatMap((line) => onlyCircled(line, rimNoise) ?? []);
  return circled.length >= Math.max(5, 0.6 * open.length) ? median(circled.map(({ rim }) => rim)) : 0;
}

export type Circled = { status: 'circled' | 'untouched' | 'unclear'; places: number[] };

/** What a line says on the page of a student who circles. */
export function circlesOf(line: readonly Extra[], usualRim: number): Circled {
  const isCircled = (extra: Extra | undefined, rim: number, shape: number) =>
    extra !== undefined && extra.rim >= rim * usualRim && shapeOf(extra) >= shape;
  const places = line.flatMap((extra, place) => {
    const beside = [line[place - 1], line[place + 1]].map((one) => one?.rim ?? 0);
    const spilt = extra.rim < bands.spill.rim * Math.max(...beside) && shapeOf(extra) < bands.spill.shape;
    return isCircled(extra, bands.circled, bands.shape) && !spilt ? [place] : [];
  });
  const only = places.length === 1 ? line[places[0] ?? -1] : undefined;
  const clear = line.every((extra, place) => {
    if (only && extra !== only && isAlongside(extra, only)) return true;
    if (places.includes(place))
      return (
        extra.ink < 2 * bands.filled &&
        (places.length === 1 || isCircled(extra, bands.both.rim, bands.both.shape))
      );
    const next = places.includes(place - 1) || places.includes(place + 1);
    const least = next ? bands.spill.rim : bands.free;
    return (
      extra.rim < least * usualRim &&
      (!next || shapeOf(extra) < bands.spill.shape) &&
      extra.ink < bands.filled / 2
    );
  });
  if (!clear) return { status: 'unclear', places };
  return { status: places.length > 0 ? 'circled' : 'untouched', places };
}
