import { codeGrid } from './code-grid.ts';
import { correct, parityOf } from './reed-solomon.ts';

/** What the machine code of a sheet says; `enrollment` only on sheets printed for one student. Integers, the page from 1 to 255. */
export type SheetCode = { exam: number; sheet: number; page: number; enrollment?: number };

const dataBytes = codeGrid.bytes - codeGrid.parity;

function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** The same for every sheet, so that no content makes large white or black areas. */
const mask = (index: number) => (index * 149 + 0x5a) & 0xff;

/** The bytes of a code with checksum and parity. Throws a RangeError for numbers that it cannot hold. */
export function encodeCode({ exam, sheet, page, enrollment = 0 }: SheetCode): Uint8Array {
  const limits: [number, number][] = [
    [exam, 2 ** 32],
    [sheet, 2 ** 32],
    [page, 256],
    [enrollment, 2 ** 40],
  ];
  if (limits.some(([value, limit]) => !Number.isInteger(value) || value < 0 || value >= limit)) {
    throw new RangeError(
      'the code of a sheet holds whole numbers: exam and sheet of 32 bits, enrollment of 40',
    );
  }
  const data = new Uint8Array(dataBytes);
  const view = new DataView(data.buffer);
  view.setUint32(0, exam);
  view.setUint32(4, sheet);
  view.setUint8(8, page);
  view.setUint8(9, Math.floor(enrollment / 2 ** 32));
  view.setUint32(10, enrollment % 2 ** 32);
  view.setUint16(14, crc16(data.subarray(0, 14)));
  const all = Uint8Array.from([...data, ...parityOf(data, codeGrid.parity)]);
  return all.map((byte, index) => byte ^ mask(index));
}

/** What bytes say, with up to four wrong ones mended; undefined when they are no code. */
export function decodeCode(bytes: Uint8Array): SheetCode | undefined {
  const mended = correct(
    bytes.map((byte, index) => byte ^ mask(index)),
    codeGrid.parity,
  );
  if (!mended) return undefined;
  const view = new DataView(mended.buffer, mended.byteOffset);
  if (view.getUint16(14) !== crc16(mended.subarray(0, 14))) return undefined;
  const enrollment = view.getUint8(9) * 2 ** 32 + view.getUint32(10);
  return {
    exam: view.getUint32(0),
    sheet: view.getUint32(4),
    page: view.getUint8(8),
    ...(enrollment > 0 ? { enrollment } : {}),
  };
}

/** Whether a cell is black, row by row. */
export function codeCells(code: SheetCode): boolean[] {
  const bytes = encodeCode(code);
  const bit = (cell: number) => (((bytes[cell >> 3] ?? 0) >> (7 - (cell & 7))) & 1) === 1;
  return Array.from({ length: codeGrid.columns * codeGrid.rows }, (_, cell) => bit(cell));
}

/** The bytes of cells read from an image, 1 for black. */
export function bytesOfCells(cells: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(codeGrid.bytes);
  for (const [cell, black] of cells.entries()) {
    if (black) bytes[cell >> 3] = (bytes[cell >> 3] ?? 0) | (1 << (7 - (cell & 7)));
  }
  return bytes;
}
