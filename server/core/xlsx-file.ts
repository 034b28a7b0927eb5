import { zipFile } from '#core/zip-file.ts';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What Excel takes in one sheet, its header included. */
const MOST_ROWS = 1_048_576;

export type SheetFile = {
  name: string;
  columns: readonly { title: string; width: number }[];
  /**
   * `<row>` elements of SpreadsheetML with the sheet that they go into, from 0 on. Rows and cells name their places (`r`):
   * Excel does not need that, other readers do. Style 1 is a date with its time.
   */
  rows: AsyncIterable<{ text: string; sheet: number }>;
};

/** The sheet and the number of the row where something goes; the header is row 1. */
export type RowPlace = { sheet: number; row: number };
export const FIRST_ROW: RowPlace = { sheet: 0, row: 2 };

/** Where so many rows go that should stay together: here, or in the next sheet when this one is full. */
export function placeFor(count: number, { sheet, row }: RowPlace): RowPlace {
  return row + count - 1 <= MOST_ROWS ? { sheet, row } : { sheet: sheet + 1, row: FIRST_ROW.row };
}

const columnNames = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** What a Korean Excel writes with; others fall back by its family. */
const face = '<sz val="11"/><name val="맑은 고딕"/><family val="2"/><charset val="129"/>';
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';

/** An XLSX file in constant memory, its rows as they come; more than a sheet takes go on in the next. */
export async function* xlsxFile(file: SheetFile): AsyncGenerator<Buffer> {
  yield* zipFile(partsOf(file));
}

async function* partsOf({ name, columns, rows }: SheetFile) {
  const coming = rows[Symbol.asyncIterator]();
  let next = await coming.next();
  let sheets = 0;
  const sheet = async function* (at: number) {
    yield `${xml}<worksheet xmlns="${main}">${headOf(columns)}`;
    while (!next.done && next.value.sheet === at) {
      yield next.value.text;
      next = await coming.next();
    }
    yield '</sheetData></worksheet>';
  };
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheet(sheets - 1) };
  } while (!next.done);
  for (const [path, content] of Object.entries(frameOf(name, sheets)))
    yield { name: path, content: [content] };
}

function headOf(columns: SheetFile['columns']): string {
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const titles = columns.map(
    ({ title }, at) => `<c r="${columnNames[at]}1" s="2" t="inlineStr"><is><t>${escaped(title)}</t></is></c>`,
  );
  return [
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>`,
  ].join('');
}

function frameOf(name: string, sheets: number): Record<string, string> {
  const each = (of: (n: number) => string) => Array.from({ length: sheets }, (_, at) => of(at + 1)).join('');
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return {
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each(
      (n) => `<sheet name="${escaped(name)}${n > 1 ? ` ${n}` : ''}" sheetId="${n}" r:id="rId${n}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packaged}/relationships">${each(
      (n) => `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    )}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${xml}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font>${face}</font><font><b/>${face}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/>${each(
      (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${kind}.worksheet+xml"/>`,
    )}</Types>`,
  };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
