import sharp from 'sharp';
import { expect, test } from 'vitest';
import { photo } from '#testing/pictures.ts';
import { isPlainJpeg, isSamePicture } from './pictures.rules.ts';
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
  const lookOf = async (bytes: Buffer) => (await readPicture(bytes, 'a.jpg')).look;
  const look = await lookOf(page);
  const again = await sharp(page).rotate(90).resize(500).jpeg({ quality: 50 }).toBuffer();
  expect(isSamePicture(look, await lookOf(again))).toBe(true);
  for (const seed of [2, 3, 4, 5]) expect(isSamePicture(look, await lookOf(await photo(seed)))).toBe(false);
  const blank = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#f4f1ea' } })
    .jpeg()
    .toBuffer();
  expect(isSamePicture(await lookOf(blank), await lookOf(blank))).toBe(false);
});
