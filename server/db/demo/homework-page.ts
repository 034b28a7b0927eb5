import type { Random } from './random.ts';

const WIDTH = 720;
const HEIGHT = 960;

/** A page of an exercise book with lines of something like handwriting, as SVG: no font needed. */
export function pageOf(random: Random): string {
  const rules = Array.from({ length: 21 }, (_, at) => {
    const y = 90 + at * 40;
    return `<line x1="0" x2="${WIDTH}" y1="${y}" y2="${y}" stroke="#c9d6e4" stroke-width="1.5"/>`;
  });
  const lines = Array.from({ length: 19 }, (_, at) => written(random, 86 + at * 40));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
<rect width="100%" height="100%" fill="#fbf9f2"/>${rules.join('')}
<line x1="70" x2="70" y1="0" y2="${HEIGHT}" stroke="#e3a9a0" stroke-width="2"/>
<g fill="none" stroke="#2b3550" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${lines.join('')}</g></svg>`;
}

/** One line of words, each a few loops; every fourth line or so stays empty. */
function written(random: Random, y: number): string {
  if (random.next() < 0.25) return '';
  const end = 200 + random.below(480);
  let path = '';
  for (let x = 90 + random.below(40); x < end; x += 18 + random.below(10)) {
    path += `M${x} ${y - random.below(12)}`;
    for (let stroke = 0; stroke < 2 + random.below(3); stroke++)
      path += ` q${random.below(12)} ${-6 - random.below(20)} ${4 + random.below(8)} ${random.below(16) - 4}`;
    if (random.next() < 0.18) x += 16;
  }
  return `<path d="${path}"/>`;
}
