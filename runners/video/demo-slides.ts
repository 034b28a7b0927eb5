export type Slide = { heading: string; lines: string[] };

const size = { width: 1280, height: 720 };
const rate = 12;
const colours = { paper: '0xFBFAF6', ink: '0x1D2328', faint: '0x6B7780' };
const bars = ['0x1F4E5F', '0x5B3A6B', '0x7A4B2A', '0x2F5D3A', '0x3B4A7A'];
/** In widths of a Korean syllable. */
const longest_line = 26;

const widthOf = (text: string) =>
  Array.from(text).reduce((sum, char) => sum + (char < '\u0250' ? 0.58 : 1), 0);

/** Breaks a text at spaces so that it fits on a slide. */
export function wrap(text: string): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && widthOf(`${line} ${word}`) > longest_line) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    return [...lines, line];
  });
}

/** The font has no sign for minus; its dash is as wide. */
const printable = (text: string) => text.replaceAll('−', '–');

/** Texts go to the filter by file, so no letter of theirs can be taken for its language. */
export type TextFile = (text: string) => string;
type Fonts = { regular: string; bold: string };

const write = (options: Record<string, string | number>) =>
  `drawtext=${Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(':')}`;

function slideChain(
  slide: Slide,
  n: number,
  of: number,
  frames: number,
  fonts: Fonts,
  file: TextFile,
): string {
  const fixed = (text: string) => ({ textfile: `'${file(printable(text))}'`, expansion: 'none' });
  const lines = slide.lines.flatMap((line, k) => {
    if (line === '') return [];
    const look = { fontfile: `'${fonts.regular}'`, fontsize: 44, fontcolor: colours.ink };
    return [write({ ...look, ...fixed(line), x: 96, y: 190 + k * 74 })];
  });
  return [
    `color=c=${colours.paper}:s=${size.width}x${size.height}:r=${rate},trim=end_frame=1`,
    `drawbox=x=0:y=0:w=iw:h=120:color=${bars[n % bars.length]}:t=fill`,
    write({
      fontfile: `'${fonts.bold}'`,
      fontsize: 50,
      fontcolor: 'white',
      ...fixed(slide.heading),
      x: 96,
      y: 36,
    }),
    ...lines,
    write({
      fontfile: `'${fonts.regular}'`,
      fontsize: 28,
      fontcolor: colours.faint,
      ...fixed(`${n + 1} / ${of}`),
      x: 96,
      y: 656,
    }),
    // Written once and then shown again and again: the text costs nothing however long the slide stands.
    `loop=loop=${frames - 1}:size=1`,
    `setpts=N/(${rate}*TB)[slide${n}]`,
  ].join(',');
}

/** The graph that shows slides one after the other, with a clock in the corner; ends in [v]. */
export function slidesGraph(slides: Slide[], seconds: number, fonts: Fonts, file: TextFile): string {
  const total = Math.round(seconds * rate);
  const starts = slides.map((_, n) => Math.round((n * total) / slides.length));
  const chains = slides.map((slide, n) =>
    slideChain(slide, n, slides.length, (starts[n + 1] ?? total) - (starts[n] ?? 0), fonts, file),
  );
  const clock = write({
    ...{ fontfile: `'${fonts.bold}'`, fontsize: 40, fontcolor: 'white', x: 1084, y: 646 },
    text: `'%{eif\\:trunc(t/60)\\:d\\:2}\\:%{eif\\:mod(t\\,60)\\:d\\:2}'`,
    ...{ box: 1, boxcolor: `${colours.ink}@0.85`, boxborderw: 16 },
  });
  const joined = slides.map((_, n) => `[slide${n}]`).join('');
  const tail = `fps=${rate},${clock},format=yuv420p[v]`;
  return [...chains, `${joined}concat=n=${slides.length}:v=1:a=0,${tail}`].join(';');
}
