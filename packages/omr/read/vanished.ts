import { bands } from './bands.ts';
import { certainty } from './certainty.ts';
import type { LineReading } from './line-reading.ts';
import { noStrength, type Strength, type Style } from './style.ts';

/** A line as it was read by itself, and what is on its bubbles. */
export type Line = { reading: LineReading; line: readonly Strength[] };

/** The same line for a person to decide. */
export const doubted = (reading: LineReading): LineReading => ({
  ...reading,
  status: 'ambiguous',
  probability: certainty('ambiguous', 0),
});

/** Whether marks are so faint, and so many lines have two, that those of the other side shine through as dark as they are. */
export function isMixed(lines: readonly Line[], style: Style): boolean {
  const { ink, from, least, share } = bands.mixed;
  if (style.usual >= ink) return false;
  const two = lines.filter(({ line }) => {
    const [top, second] = line.toSorted((a, b) => b.ink - a.ink);
    return top && second && second.noisy >= bands.nothing && second.ink >= from * top.ink;
  });
  return two.length >= Math.max(least, share * lines.length);
}

/** From so many units of the noise on something is on a bubble in black and white. */
const dotOf = ({ dots }: Style) => (dots ? bands.eaten.dot : bands.nothing);

/**
 * Whether of a mark in this line only dots are left, or it is not known what is there. Where there are greys a pale mark is pale,
 * and no dots.
 */
function isWeak({ reading: { status }, line }: Line, style: Style): boolean {
  const top = line.reduce((best, one) => (one.ink > best.ink ? one : best), noStrength);
  if (!style.stark && top.black < bands.eaten.black) return false;
  if (status === 'ambiguous') return true;
  if (style.circleRim > 0 && status !== 'blank') return false;
  const most = Math.max(...line.map(({ noisy }) => noisy));
  return most >= dotOf(style) && (top.ink < style.marked || most < bands.something);
}

/** Of a page whose marks are partly gone, only a mark beside which there is nothing at all is sure. */
function isBitten({ reading: { status, marked }, line }: Line): boolean {
  if (status === 'blank') return true;
  const most = bands.starkNothing * Math.max(1, ...line.map(({ ink }) => ink));
  return line.some(({ ink }, place) => !marked.includes(place) && ink >= most);
}

/**
 * Where paper is pure white a mark may be gone but for a few dots, and who leaves such dots has left other places without any.
 * Black and white alone shows nothing of a pale mark, so a page that is mostly empty may be full of them.
 */
export function withoutEaten(lines: readonly Line[], style: Style): LineReading[] | undefined {
  if (!style.white) return undefined;
  const { least, share, most, faded } = bands.eaten;
  const sure = lines.filter(({ reading: { status } }) => status === 'ok').length / lines.length;
  if (style.stark && sure < faded.stark) return lines.map(({ reading }) => doubted(reading));
  if (sure > 0 && sure < faded.clipped)
    return lines.map(({ reading }) => (reading.status === 'blank' ? doubted(reading) : reading));
  const weak = lines.filter((one) => isWeak(one, style)).length;
  if (weak < Math.max(least, share * lines.length)) return undefined;
  const isLost = weak > most * lines.length;
  return lines.map((one) => (isLost || isBitten(one) ? doubted(one.reading) : one.reading));
}
