import {
  type Grey,
  type PageReading,
  type Prepared,
  prepare,
  type RosterEntry,
  readSheet,
} from '@seodang/omr';
import type { CameraAnswer, CameraAsk } from './camera-messages.ts';

let sheets: Prepared[] = [];
let own = { exam: 0, sheet: 0 };
let roster: readonly RosterEntry[] = [];
let canvas: OffscreenCanvas | undefined;

function answer(message: CameraAnswer): void {
  postMessage(message);
}

/** Green is where paper and pencil differ most on a colour sensor, and needs no arithmetic. */
function greyOf(frame: ImageBitmap): Grey {
  const { width, height } = frame;
  canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no canvas');
  context.drawImage(frame, 0, 0);
  frame.close();
  const { data: rgba } = context.getImageData(0, 0, width, height);
  const data = new Uint8Array(width * height);
  for (let at = 0; at < data.length; at += 1) data[at] = rgba[4 * at + 1] ?? 0;
  return { width, height, data };
}

function read(image: Grey): PageReading {
  const page = readSheet(image, sheets, { roster });
  const { code } = page;
  const isOther = code !== undefined && (code.exam !== own.exam || code.sheet !== own.sheet);
  return isOther ? { status: 'refused', reason: 'other_sheet', code } : page;
}

addEventListener('message', ({ data: ask }: MessageEvent<CameraAsk>) => {
  if (ask.kind === 'sheet') {
    sheets = ask.pages.map((page) => prepare(page));
    ({ own, roster } = ask);
  } else if (ask.kind === 'frame') {
    const image = greyOf(ask.frame);
    answer({ kind: 'seen', width: image.width, height: image.height, page: read(image) });
  } else {
    void canvas
      ?.convertToBlob({ type: 'image/jpeg', quality: 0.92 })
      .then((picture) => answer({ kind: 'kept', picture }));
  }
});
