import { codeGrid, type Sheet, type SheetText } from '@seodang/omr/geometry';

const emOf = (letter: string) =>
  /[\x20-\x7e]/.test(letter) ? (/[A-Z@%mw]/.test(letter) ? 0.95 : 0.65) : 0.95;
const gap_mm = 4;
const smallest_pt = 9;

/** At most how wide a text is in print, in millimetres. */
export const widthOf = (text: string, size_pt: number): number =>
  ([...text].reduce((sum, letter) => sum + emOf(letter), 0) * size_pt * 25.4) / 72;

/** The text, or as much of its beginning as has room beside what must stay behind it. */
export function cutTo(text: string, behind: string, size_pt: number, room_mm: number): string {
  if (widthOf(text + behind, size_pt) <= room_mm) return text + behind;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}…${behind}`, size_pt) > room_mm) letters.pop();
  return `${letters.join('').trimEnd()}…${behind}`;
}

function fitted(text: SheetText, room_mm: number): SheetText {
  const width = widthOf(text.text, text.size_pt);
  if (width <= room_mm) return text;
  const size_pt = Math.max(smallest_pt, Math.floor((text.size_pt * room_mm) / width));
  const [pages = ''] = / \(\d+\/\d+\)$/.exec(text.text) ?? [];
  const name = text.text.slice(0, text.text.length - pages.length);
  return { ...text, size_pt, text: cutTo(name, pages, size_pt, room_mm) };
}

/** The page with its words clear of the machine code: a long title is written smaller, and then cut. */
export function clearOfCode(page: Sheet): Sheet {
  const { code } = page;
  if (!code) return page;
  const bottom_mm = code.y_mm + codeGrid.rows * code.cell_mm + gap_mm;
  const fit = (text: SheetText) =>
    text.align === 'left' && text.y_mm < bottom_mm && text.x_mm < code.x_mm
      ? fitted(text, code.x_mm - text.x_mm - gap_mm)
      : text;
  return { ...page, texts: page.texts.map(fit) };
}

const side_mm = 21;

/** How much of a line there is for the name of a student. */
export const nameRoomOf = ({ page, name_at }: Sheet): number =>
  page.width_mm - side_mm - (name_at?.x_mm ?? 0);
