import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import writeXlsxFile from 'write-excel-file/node';

/** An XLSX file of one sheet; `null` is an empty cell, numbers stay numbers. */
export function xlsxOf(rows: readonly (readonly (string | number | Date | null)[])[]): Promise<Buffer> {
  const cells = rows.map((row) =>
    row.map((value) =>
      value === null ? null : value instanceof Date ? { value, format: 'yyyy-mm-dd' } : { value },
    ),
  );
  return writeXlsxFile(cells).toBuffer();
}

/** A ZIP of the given files, as small as it takes for a reader; sizes may be lied about. */
export function zipOf(files: Record<string, string | Buffer>, lie: { size?: number } = {}): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(lie.size ?? bytes.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, title, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, title]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const workbook = (sheets: string) => `<workbook xmlns="x" xmlns:r="r"><sheets>${sheets}</sheets></workbook>`;
const relations = (targets: readonly string[]) =>
  `<Relationships>${targets.map((target, at) => `<Relationship Id="rId${at + 1}" Target="${target}"/>`).join('')}</Relationships>`;

/** An XLSX file of which every sheet's XML is written by hand: merged cells, formulas, errors, what else there is. */
export function rawXlsx(
  sheets: readonly { name: string; state?: string; xml: string }[],
  more: Record<string, string> = {},
): Buffer {
  const tabs = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}"` : ''} r:id="rId${at + 1}"/>`,
  );
  const targets = sheets.map((_, at) => `worksheets/sheet${at + 1}.xml`);
  return zipOf({
    'xl/workbook.xml': workbook(tabs.join('')),
    'xl/_rels/workbook.xml.rels': relations(targets),
    ...Object.fromEntries(
      sheets.map(({ xml }, at) => [`xl/${targets[at]}`, `<worksheet>${xml}</worksheet>`]),
    ),
    ...more,
  });
}

/** A row of inline texts: `rawRow(3, { A: '이름', C: '학교' })`. */
export function rawRow(row: number, cells: Record<string, string>): string {
  const inner = Object.entries(cells).map(
    ([column, text]) => `<c r="${column}${row}" t="inlineStr"><is><t>${text}</t></is></c>`,
  );
  return `<row r="${row}">${inner.join('')}</row>`;
}

let table: Map<string, Buffer> | undefined;

/** Text in CP949, which Korean Excel writes and Node only reads: the table is made by decoding every pair of bytes. */
export function cp949(text: string): Buffer {
  table ??= cp949Table();
  const known = table;
  return Buffer.concat(
    [...text].map((char) => (char < '\x80' ? Buffer.from(char) : (known.get(char) ?? Buffer.from('?')))),
  );
}

function cp949Table(): Map<string, Buffer> {
  const decoder = new TextDecoder('euc-kr');
  const made = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfd; lead += 1) {
    for (let trail = 0x41; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail]);
      const char = decoder.decode(bytes);
      if ([...char].length === 1 && char !== '\ufffd') made.set(char, bytes);
    }
  }
  return made;
}

/** The texts in a ZIP file by their names, as its directory at the end says; checked against their sums. */
export function unzipped(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  const found = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [sum, packed] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20)];
    const [size, name] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = inflateRawSync(bytes.subarray(from, from + packed));
    if (crc32(content) !== sum || content.length !== size) throw new Error('a broken entry');
    found.set(bytes.toString('utf8', at + 46, at + 46 + name), content.toString('utf8'));
    at += 46 + name;
  }
  return found;
}
