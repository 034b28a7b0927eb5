import { expect, test } from 'vitest';
import { drawDocument } from './document.ts';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a picture that a document shows more than once is in it once', async () => {
  const picture = { kind: 'picture' as const, bytes: Buffer.from(png, 'base64'), width: 300, height: 300 };
  const imagesIn = async (count: number) => {
    const pdf = Buffer.from(await drawDocument(Array.from({ length: count }, () => picture)));
    return pdf.toString('latin1').split('/Subtype /Image').length;
  };
  expect(await imagesIn(12)).toBe(await imagesIn(1));
});
