import { celadon, cinnabar, gardenia, ink, jjok, paper } from '../palette.ts';
import type { Tone } from '../status-badge.tsx';

/** Of Tabler Icons, as everywhere here; as paths, since a component cannot be a picture. */
const drawings = {
  check: 'M5 12l5 5l10 -10',
  clock: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M12 12l3 2M12 7v5',
  cross: 'M18 6l-12 12M6 6l12 12',
  list: 'M13 5h8M13 9h5M13 15h8M13 19h5M3 5a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-4a1 1 0 0 1 -1 -1l0 -4M3 15a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-4a1 1 0 0 1 -1 -1l0 -4',
  lock: 'M5 13a2 2 0 0 1 2 -2h10a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-6M11 16a1 1 0 1 0 2 0a1 1 0 0 0 -2 0M8 11v-4a4 4 0 1 1 8 0v4',
  minus: 'M5 12l14 0',
  notebook:
    'M6 4h11a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-11a1 1 0 0 1 -1 -1v-14a1 1 0 0 1 1 -1m3 0v18M13 8l2 0M13 12l2 0',
  pencil: 'M4 20h4l10.5 -10.5a2.828 2.828 0 1 0 -4 -4l-10.5 10.5v4M13.5 6.5l4 4',
  play: 'M7 4v16l13 -8l-13 -8',
  question: 'M8 8a3.5 3 0 0 1 3.5 -3h1a3.5 3 0 0 1 3.5 3a3 3 0 0 1 -2 3a3 4 0 0 0 -2 4M12 19l0 .01',
  unsure:
    'M8 20l6 -6l3 -3l1.5 -1.5a2.828 2.828 0 1 0 -4 -4l-10.5 10.5v4h4M13.5 6.5l4 4M19 22v.01M19 19a2.003 2.003 0 0 0 .914 -3.782a1.98 1.98 0 0 0 -2.414 .483',
  waiting:
    'M8.56 3.69a9 9 0 0 0 -2.92 1.95M3.69 8.56a9 9 0 0 0 -.69 3.44M3.69 15.44a9 9 0 0 0 1.95 2.92M8.56 20.31a9 9 0 0 0 3.44 .69M15.44 20.31a9 9 0 0 0 2.92 -1.95M20.31 15.44a9 9 0 0 0 .69 -3.44M20.31 8.56a9 9 0 0 0 -1.95 -2.92M15.44 3.69a9 9 0 0 0 -3.44 -.69',
};
export type Sign = keyof typeof drawings;
/** No tone for a cell that is none. */
export type Look = { tone: Tone | undefined; sign: Sign };

type Colours = { light: string | undefined; dark: string | undefined };
const of = (hue: readonly string[]): Colours => ({ light: hue[8], dark: hue[1] });
const colours: Record<Tone, Colours> = {
  ...{ ok: of(celadon), warn: of(gardenia), bad: of(cinnabar), info: of(jjok), busy: of(jjok) },
  idle: { light: paper[6], dark: ink[1] },
};

export const signClass = ({ tone, sign }: Look): string => `sign-${tone}-${sign}`;

function pictureOf(sign: Sign, colour = 'gray'): string {
  const stroke = `fill='none' stroke='${colour}' stroke-width='2.2' stroke-linecap='round' stroke-linejoin='round'`;
  const drawing = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' ${stroke}><path d='${drawings[sign]}'/></svg>`;
  return `background-image:url("data:image/svg+xml,${encodeURIComponent(drawing)}")`;
}

/**
 * Rules that give each look its sign as a picture before the text. Measured: a sign that is an element of its own costs
 * a large matrix 10 ms of painting at every step of scrolling, a picture less than 1.
 */
export function signRules(looks: readonly Look[]): string {
  return looks
    .flatMap((look) => {
      const { light, dark } = look.tone ? colours[look.tone] : colours.idle;
      const name = `.${signClass(look)}::before`;
      return [
        `${name}{${pictureOf(look.sign, light)}}`,
        `[data-mantine-color-scheme=dark] ${name}{${pictureOf(look.sign, dark)}}`,
      ];
    })
    .join('');
}
