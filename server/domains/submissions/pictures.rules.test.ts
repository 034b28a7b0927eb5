import sharp from 'sharp';
import { expect, test } from 'vitest';
import { photo } from '#testing/pictures.ts';
import { isPlainJpeg, isSameClosely, mayBeSame } from './pictures.rules.ts';
import { readPicture } from './pictures.ts';

test('a JPEG is plain when it is pixels and nothing else, also behind its end', async () => {
  const plain = await photo(1);
  expect(isPlainJpeg(plain)).toBe(true);
  expect(isPlainJpeg(await photo(1, { gps: true }))).toBe(false);
  expect(isPlainJpeg(Buffer.concat([plain, Buffer.from('37.56 N, 126.97 E')]))).toBe(false);
  const comment = Buffer.from([0xff, 0xfe, 0, 6, 0x68, 0x6f, 0x6d, 0x65]);
  expect(isPlainJpeg(Buffer.concat([plain.subarray(0, 2), comment, plain.subarray(2)]))).toBe(false);
  expect(isPlainJpeg(plain.subarray(0, plain.length - 2))).toBe(false);
  expect(isPlainJpeg(Buffer.from('no picture'))).toBe(false);
});

test('the same picture is known again made smaller, compressed and turned; another page is another', async () => {
  const page = await photo(1, { width: 900, height: 1200 });
  const seen = (bytes: Buffer) => readPicture(bytes, 'a.jpg');
  const own = await seen(page);
  const isSame = ({ look, close_look }: typeof own) =>
    mayBeSame(own.look, look) && isSameClosely(own.close_look, close_look);
  const again = await sharp(page).rotate(90).resize(500).jpeg({ quality: 50 }).toBuffer();
  expect(isSame(await seen(again))).toBe(true);
  for (const seed of [2, 3, 4, 5]) expect(isSame(await seen(await photo(seed)))).toBe(false);
  const blank = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#f4f1ea' } })
    .jpeg()
    .toBuffer();
  const { look } = await seen(blank);
  expect(mayBeSame(look, look)).toBe(false);
});

/** A page with the frame that all pages of its book have, and text of its own: dark words of other lengths in each line. */
function bookPage(seed: number): Promise<Buffer> {
  let state = seed * 7919 + 17;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const words: string[] = [];
  for (let y = 150; y < 1150; y += next() < 0.3 ? 70 : 26)
    for (let x = 80, end = 300 + next() * 500; x < end; x += 90 * next() + 20)
      words.push(`<rect x="${x}" y="${y}" width="${10 + next() * 60}" height="3" fill="#777"/>`);
  const frame =
    '<rect x="60" y="40" width="90" height="60" fill="#1e4e79"/><rect x="700" y="60" width="140" height="12" fill="#333"/>';
  const desk =
    '<rect width="900" height="1250" fill="#6b5a48"/><rect x="60" y="40" width="780" height="1170" fill="#f4f1ea"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1250">${desk}${frame}${words.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}

test('pages of one book, which are the same at a glance, are told apart close up; a paler, smaller copy is not', async () => {
  const pages = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (seed) => readPicture(await bookPage(seed), 'a')),
  );
  const pairs = pages.flatMap((one, at) => pages.slice(at + 1).map((other) => [one, other] as const));
  expect(pairs.filter(([one, other]) => mayBeSame(one.look, other.look)).length).toBeGreaterThan(5);
  expect(pairs.filter(([one, other]) => isSameClosely(one.close_look, other.close_look)).length).toBe(0);
  const copy = await sharp(await bookPage(1))
    .rotate(180)
    .linear(0.7, 30)
    .resize(480)
    .jpeg({ quality: 35 })
    .toBuffer();
  const { look, close_look } = await readPicture(copy, 'a.jpg');
  const [own] = pages;
  expect(own && mayBeSame(own.look, look) && isSameClosely(own.close_look, close_look)).toBe(true);
});
