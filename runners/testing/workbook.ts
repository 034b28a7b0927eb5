import type { Grey } from '@seodang/omr';
import { type PhotoKind, photograph, randomOf } from '@seodang/omr/corpus';
import { type Block, drawDocument } from '@seodang/omr/draw';
import { decodePages } from '@seodang/omr/node';
import sharp from 'sharp';

type Random = ReturnType<typeof randomOf>;
const words =
  '다음 함수 그래프 위의 점에서 접선의 방정식을 구하시오 실수 수열 첫째항 공차 등차수열 합 집합 부분집합 원소 개수 확률 주사위 동전 던질 때 나오는 경우 평균 분산 표준편차 정규분포 삼각형 넓이 둘레 외접원 반지름 벡터 내적 좌표평면 직선 원 포물선 초점 준선 미분계수 극한값 연속 조건 만족 상수 값은 모두 고르면'.split(
    ' ',
  );
const paper = { width_mm: 210, height_mm: 297 };

function sentence(random: Random, length: number): string {
  return Array.from({ length }, () => words[random.whole(0, words.length - 1)]).join(' ');
}

/** A printed page of exercises: the same frame on each page of a book, other exercises on each. */
export async function workbookPage(book: string, page: number, seed = page): Promise<Buffer> {
  const random = randomOf(seed * 101 + book.length);
  const blocks: Block[] = [
    { kind: 'title', text: book },
    { kind: 'note', text: `개념과 유형 · 단원 정리 문제 · ${page}쪽` },
  ];
  const exercises = random.whole(3, 5);
  for (let n = 1; n <= exercises; n++) {
    blocks.push({ kind: 'strong', text: `${n}. ${sentence(random, random.whole(10, 26))}` });
    for (const sign of ['①', '②', '③', '④', '⑤'])
      blocks.push({ kind: 'line', text: `${sign} ${random.whole(-40, 90)}` });
    for (let gap = random.whole(1, 4); gap > 0; gap--) blocks.push({ kind: 'line', text: ' ' });
  }
  return Buffer.from(await drawDocument(blocks));
}

export async function printedPage(pdf: Buffer): Promise<Grey> {
  for await (const page of decodePages(pdf)) return page;
  throw new RangeError('no page');
}

export const jpegOf = ({ data, width, height }: Grey, quality = 85): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer();

/** What a student writes on a page: lines of scribbles in the gaps and over the print. */
async function writtenOn(page: Grey, random: Random, lines: number): Promise<Grey> {
  const scale = page.width / paper.width_mm;
  const strokes: string[] = [];
  for (let line = 0; line < lines; line++) {
    let [x, y] = [random.between(20, 120) * scale, random.between(40, 270) * scale];
    for (let sign = random.whole(5, 22); sign > 0; sign--) {
      const points = Array.from(
        { length: random.whole(3, 6) },
        () => `${x + random.between(0, 4) * scale},${y + random.between(-3, 3) * scale}`,
      );
      strokes.push(
        `<polyline points="${points.join(' ')}" fill="none" stroke="#333" stroke-width="${0.5 * scale}"/>`,
      );
      x += 5 * scale;
    }
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${page.height}">${strokes.join('')}</svg>`;
  const { data, info } = await sharp(page.data, {
    raw: { width: page.width, height: page.height, channels: 1 },
  })
    .composite([{ input: Buffer.from(svg) }])
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

/** A page with a student's hand on it, as a phone takes it. */
export async function photoOf(page: Grey, kind: PhotoKind, seed: number, lines = 12): Promise<Buffer> {
  const random = randomOf(seed);
  const written = await writtenOn(page, random, lines);
  const picture = await photograph(
    { ...written, density: written.width / paper.width_mm },
    paper,
    kind,
    random,
    1600,
  );
  return jpegOf(picture.image, picture.jpeg);
}
