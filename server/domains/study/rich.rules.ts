import { type Cell, tableOf } from './rich-table.rules.ts';

type Attribute = (name: string) => string | undefined;

/** Finds a picture that a text shows: what our texts call it, or why it is not there. */
export type PictureOf = (src: string) => { file: string } | undefined;

/** Before what our texts call a picture: it is never assigned to a character, and is taken out of texts of others. */
const OURS = '\ufdd0';

const lines = new Set([
  'p',
  'div',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'table',
  'blockquote',
  'pre',
]);
const foreign = new Set(['math', 'object', 'svg', 'audio', 'video', 'iframe', 'gap', 'hottext']);
const silent = new Set(['script', 'style', 'head', 'title']);

/** What a text of another program cannot be shown with here. */
export type Lack = { kind: 'element' | 'picture'; name: string } | { kind: 'nested' } | { kind: 'immense' };

/** Text that grows, and whether a new line would begin behind some: asking it for its end copies all of it. */
class Written {
  text = '';
  #isInLine = false;

  add(text: string): void {
    if (text === '') return;
    this.text += text;
    this.#isInLine = !text.endsWith('\n');
  }

  newLine(): void {
    if (this.#isInLine) this.add('\n');
  }
}

/** A table that is being written: its rows so far, and the text that it stands in. */
type OpenTable = {
  rows: (Omit<Cell, 'text'> & { inside: Written })[][];
  around: Written;
  hasTable: boolean;
};
const MOST_COLUMNS = 1000;
const spanOf = (given: string | undefined, least: number) => {
  const span = Number.parseInt(given ?? '', 10);
  return span >= least ? span : 1;
};

/** Collects the text of HTML or QTI as our own: lines, bold words, pictures; what has no place here is told. */
export class RichWriter {
  readonly lacks: Lack[] = [];
  readonly #pictureOf: PictureOf;
  #silent = 0;
  #tables: OpenTable[] = [];
  #all = new Written();

  constructor(pictureOf: PictureOf) {
    this.#pictureOf = pictureOf;
  }

  open(name: string, attribute: Attribute): void {
    const tag = name.toLowerCase();
    if (silent.has(tag)) this.#silent += 1;
    if (foreign.has(tag)) this.lacks.push({ kind: 'element', name: tag });
    if (tag === 'br') this.#here.add('\n');
    if (lines.has(tag)) this.#here.newLine();
    if (tag === 'table') this.#openTable();
    if (tag === 'tr') this.#table().rows.push([]);
    if (tag === 'td' || tag === 'th') this.#openCell(attribute);
    if (tag === 'b' || tag === 'strong') this.#here.add('**');
    if (tag === 'img') this.#picture(attribute('src') ?? '', attribute('alt') ?? '');
  }

  close(name: string): void {
    const tag = name.toLowerCase();
    if (silent.has(tag)) this.#silent -= 1;
    if (tag === 'table') this.#closeTable();
    else if (lines.has(tag)) this.#here.newLine();
    if (tag === 'b' || tag === 'strong') this.#here.add('**');
  }

  /** Where text goes: into the last cell, whose end programs leave out, or around a table that has none yet. */
  get #here(): Written {
    const table = this.#tables.at(-1);
    return table ? (table.rows.at(-1)?.at(-1)?.inside ?? table.around) : this.#all;
  }

  #openTable(): OpenTable {
    const table = { rows: [], around: this.#here, hasTable: false };
    this.#tables.push(table);
    return table;
  }

  #table = () => this.#tables.at(-1) ?? this.#openTable();

  #openCell(attribute: Attribute): void {
    const { rows } = this.#table();
    if (rows.length === 0) rows.push([]);
    const columns = Math.min(spanOf(attribute('colspan'), 1), MOST_COLUMNS);
    rows.at(-1)?.push({ columns, rows: spanOf(attribute('rowspan'), 0), inside: new Written() });
  }

  /** What is alone in a table was put there for its looks. */
  #closeTable(): void {
    const table = this.#tables.pop();
    const [only, ...others] = table?.rows.flat() ?? [];
    if (!table || !only) return;
    const isTable = others.length > 0;
    if (isTable && table.hasTable) this.lacks.push({ kind: 'nested' });
    const parent = this.#tables.at(-1);
    if (parent && (isTable || table.hasTable)) parent.hasTable = true;
    table.around.newLine();
    table.around.add(isTable ? this.#written(table) : only.inside.text);
    table.around.newLine();
  }

  #written({ rows, hasTable }: OpenTable): string {
    if (hasTable) return '';
    const text = tableOf(
      rows.map((row) => row.map(({ inside, ...cell }) => ({ ...cell, text: inside.text }))),
    );
    if (text === undefined) this.lacks.push({ kind: 'immense' });
    return text ?? '';
  }

  write(text: string): void {
    if (this.#silent > 0) return;
    const line = text.replaceAll(OURS, '').replace(/\s+/g, ' ');
    const table = this.#tables.at(-1);
    // Between the cells nothing is to be read.
    if (table && line === ' ' && this.#here === table.around) return;
    this.#here.add(line);
  }

  take(): string {
    while (this.#tables.length > 0) this.#closeTable();
    const text = this.#all.text
      .replace(/\*\*(\s*)\*\*/g, '$1')
      .replace(/[ \t]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .replaceAll('\u00a0', ' ')
      .trim();
    this.#all = new Written();
    return text;
  }

  #picture(src: string, alt: string): void {
    const found = this.#pictureOf(src);
    if (!found) this.lacks.push({ kind: 'picture', name: src.slice(0, 100) });
    else {
      const words = alt
        .replaceAll(OURS, '')
        .replace(/[[\]\n]/g, ' ')
        .slice(0, 300);
      this.#here.add(`![${words}](${OURS}file:${encoded(found.file)})`);
    }
  }
}

const encoded = (file: string) =>
  encodeURIComponent(file).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29'));
const filed = new RegExp(`\\(${OURS}file:([^)\\s]+)\\)`, 'g');

/** The files of a package whose pictures a text shows. */
export function filesIn(text: string): string[] {
  return [...text.matchAll(filed)].map(([, file]) => decodeURIComponent(file ?? ''));
}

/** The same text once its pictures have names here; those without one keep that of their file. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(filed, (_, file: string) => {
    const name = names.get(decodeURIComponent(file));
    return name ? `(image:${name})` : `(file:${file})`;
  });
}

/** Why a text cannot be taken, for people; undefined when it can. */
export function lackOf([lack]: readonly Lack[]): string | undefined {
  if (!lack) return undefined;
  if (lack.kind === 'nested') return 'it has a table within a table';
  if (lack.kind === 'immense') return 'it has a table whose cells go over too many places';
  return lack.kind === 'picture'
    ? `the picture ${lack.name} is not there`
    : `<${lack.name}> cannot be shown here`;
}
