import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Feature, featuresOf, packed, unpacked } from './features.ts';
import { copiesAmong, sharedCorners } from './likeness.ts';

function dice(seed: number): () => number {
  let state = seed * 7919 + 17;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A photo of a sheet: the same print for everybody, a student's own hand, and where the camera was. */
async function photo(student: number, camera = ''): Promise<Buffer> {
  const [print, hand] = [dice(1), dice(student)];
  const glyphs = Array.from({ length: 160 }, () => {
    const [x, y, w, h] = [60 + print() * 740, 60 + print() * 1100, 8 + print() * 22, 6 + print() * 18];
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="#222"/>`;
  });
  const strokes = Array.from({ length: 40 }, () => {
    let [x, y] = [80 + hand() * 700, 80 + hand() * 1050];
    const points = Array.from({ length: 7 }, () => {
      [x, y] = [x + (hand() - 0.3) * 40, y + (hand() - 0.5) * 50];
      return `${x},${y}`;
    });
    return `<polyline points="${points.join(' ')}" stroke="#235" stroke-width="6" fill="none"/>`;
  });
  const sheet = `<rect width="900" height="1250" fill="#f4f1ea"/>${glyphs.join('')}${strokes.join('')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="1000" viewBox="0 0 900 1250"><rect width="900" height="1250" fill="#a59684"/><g transform="${camera}">${sheet}</g></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}

const part = { left: 56, top: 88, width: 560, height: 768 };
const copies = {
  compressed: (page: Buffer) => sharp(page).rotate(90).resize(720).jpeg({ quality: 45 }),
  cropped: (page: Buffer) => sharp(page).extract(part).jpeg(),
  crooked: (page: Buffer) => sharp(page).rotate(4, { background: '#a59684' }).jpeg(),
  all: (page: Buffer) => sharp(page).extract(part).rotate(180).linear(0.7, 20).jpeg({ quality: 50 }),
};

test('copies of a photo are found however they were cut, turned, paled or compressed; the same sheet by another hand is none', async () => {
  const mine = await photo(1);
  const own = await featuresOf(mine);
  expect(unpacked(packed(own))).toEqual(own);
  const class_mates = await Promise.all(
    [2, 3, 4, 5].map((student) =>
      photo(student, `translate(${student * 3} 8) rotate(${student - 3}) scale(.97)`),
    ),
  );
  const compared = (pages: { student: number; corners: Feature[] }[]) =>
    pages.map(({ student, corners }) => ({ student, shared: sharedCorners(own, corners) }));
  const others = [];
  for (const [at, page] of class_mates.entries())
    others.push({ student: at + 2, corners: await featuresOf(page) });
  expect(copiesAmong(own.length, compared(others))).toEqual([]);
  for (const [name, copy] of Object.entries(copies)) {
    const corners = await featuresOf(await copy(mine).toBuffer());
    const found = copiesAmong(own.length, compared([...others, { student: 9, corners }]));
    expect([name, found.map(({ student }) => student)]).toEqual([name, [9]]);
  }
});
