import type { Picture } from './ladder.ts';

/** Small pictures every so often, ten by ten on a sheet. */
export type Storyboard = { columns: number; rows: number; width: number; height: number; seconds: number };

const longest_side = 192;
const even = (size: number) => Math.max(2, Math.round(size / 2) * 2);

/** A picture every 2 to 10 seconds, so that short and long lectures both get a useful number of them. */
export function storyboardOf(picture: Picture, duration: number): Storyboard {
  const scale = longest_side / Math.max(picture.width, picture.height);
  const seconds = Math.min(10, Math.max(2, Math.round(duration / 120)));
  return {
    columns: 10,
    rows: 10,
    width: even(picture.width * scale),
    height: even(picture.height * scale),
    seconds,
  };
}

export const sheetName = (n: number): string => `storyboard/${n}.jpg`;

function clock(seconds: number): string {
  const part = (value: number, length = 2) => String(Math.floor(value)).padStart(length, '0');
  return `${part(seconds / 3600)}:${part((seconds / 60) % 60)}:${part(seconds % 60)}.${part((seconds * 1000) % 1000, 3)}`;
}

/** WebVTT that names, for each stretch of time, the sheet and the rectangle on it; relative to itself. */
export function storyboardVtt(board: Storyboard, duration: number): string {
  const perSheet = board.columns * board.rows;
  const cues = Array.from({ length: Math.max(1, Math.ceil(duration / board.seconds)) }, (_, n) => {
    const on = n % perSheet;
    const [x, y] = [(on % board.columns) * board.width, Math.floor(on / board.columns) * board.height];
    const end = Math.min(duration, (n + 1) * board.seconds);
    const place = `${sheetName(Math.floor(n / perSheet))}#xywh=${x},${y},${board.width},${board.height}`;
    return `${clock(n * board.seconds)} --> ${clock(end)}\n${place}\n`;
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}

/** Cuts a stream of JPEG pictures into single ones. */
export async function* readPictures(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const end_of_picture = Buffer.from([0xff, 0xd9]);
  let held = Buffer.alloc(0);
  for await (const piece of stream) {
    let from = Math.max(0, held.length - 1);
    held = Buffer.concat([held, piece]);
    // Inside a picture's data FF is always followed by 00, so FF D9 is nothing but its end.
    for (let at = held.indexOf(end_of_picture, from); at >= 0; at = held.indexOf(end_of_picture)) {
      yield held.subarray(0, at + 2);
      held = held.subarray(at + 2);
      from = 0;
    }
  }
}
