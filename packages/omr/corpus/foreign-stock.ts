import sharp from 'sharp';
import type { Bubble, Sheet } from '../geometry/geometry.ts';
import { apply, type Homography } from '../read/homography.ts';
import { foreignTemplate } from './foreign-sheets.ts';
import type { Paper } from './ink.ts';
import type { Random } from './random.ts';
import { lay, takePicture } from './scene.ts';
import { printed } from './sheets.ts';

/** A template that is printed, and what a teacher has of it: a scan of an empty one with regions marked on that scan. */
export type ForeignStock = { name: string; printed: Sheet; paper: Paper; sheet: Sheet; blank: Uint8Array };

/** Nobody lays a blank quite straight on the glass. */
function layOf({ width_mm, height_mm }: Sheet['page'], random: Random): Homography {
  const angle = (random.normal(0.35) * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [width_mm / 2, height_mm / 2];
  return [
    c,
    -s,
    cx - c * cx + s * cy + random.normal(0.8),
    s,
    c,
    cy - s * cx - c * cy + random.normal(0.8),
    0,
    0,
  ];
}

/** The regions as somebody marks them on that scan: each block a little beside where it is. */
function marked(sheet: Sheet, lie: Homography, random: Random): Sheet {
  const shift = [0, 1, 2, 3, 4].map(() => ({ x: random.normal(0.12), y: random.normal(0.12) }));
  const perBlock = Math.max(1, Math.ceil(sheet.questions.length / shift.length));
  const move = (bubble: Bubble, block: number): Bubble => {
    const at = apply(lie, bubble.x_mm, bubble.y_mm);
    const off = shift[block] ?? { x: 0, y: 0 };
    return { ...bubble, x_mm: at.x + off.x, y_mm: at.y + off.y };
  };
  return {
    ...sheet,
    ...(sheet.number_grid
      ? { number_grid: sheet.number_grid.map((line) => line.map((one) => move(one, 0))) }
      : {}),
    questions: sheet.questions.map((question, index) =>
      question.kind === 'choice'
        ? { ...question, bubbles: question.bubbles.map((one) => move(one, Math.floor(index / perBlock))) }
        : question,
    ),
  };
}

/** A coloured ink is a pale grey; what is printed in black beside it stays black. */
function inked(paper: Paper, ink: number, black: Sheet['boxes']): void {
  const tones = Uint8Array.from({ length: 256 }, (_, value) => 255 - (255 - value) * ink);
  for (let at = 0; at < paper.data.length; at += 1) paper.data[at] = tones[paper.data[at] ?? 0] ?? 0;
  const { density } = paper;
  for (const { x_mm, y_mm, width_mm, height_mm } of black) {
    for (let y = Math.round(y_mm * density); y < Math.round((y_mm + height_mm) * density); y += 1) {
      const row = y * paper.width;
      paper.data.fill(10, row + Math.round(x_mm * density), row + Math.round((x_mm + width_mm) * density));
    }
  }
}

/** Draws a template of a kind and scans an empty one: a little blurred, of some resolution, stored as a JPEG. */
export async function foreignStock(kind: number, random: Random): Promise<ForeignStock> {
  const { design, art, sheet, black } = foreignTemplate(kind, random);
  const paper = await printed(art);
  inked(paper, design.ink, black);
  const lie = layOf(sheet.page, random);
  const dpi = random.pick([150, 200, 200, 300]);
  const { width_mm, height_mm } = sheet.page;
  const scale = dpi / 25.4;
  const picture = takePicture(
    { ...paper, data: paper.data.slice() },
    {
      width: Math.round(width_mm * scale),
      height: Math.round(height_mm * scale),
      corners: lay(sheet.page, [
        lie[0] * scale,
        lie[1] * scale,
        lie[2] * scale,
        lie[3] * scale,
        lie[4] * scale,
        lie[5] * scale,
        0,
        0,
      ]),
      waves: [],
      background: () => 240,
      light: () => 0.98,
    },
  );
  const raw = { width: picture.width, height: picture.height, channels: 1 as const };
  const blank = await sharp(picture.data, { raw }).blur(0.6).jpeg({ quality: 85 }).toBuffer();
  return { name: design.name, printed: sheet, paper, sheet: marked(sheet, lie, random), blank };
}
