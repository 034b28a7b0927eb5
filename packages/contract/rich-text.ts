/** A piece of a line. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'bold'; text: string }
  | { kind: 'math'; text: string; isBlock: boolean }
  /** What it shows in words, and its name; null in a preview of what is not kept yet. */
  | { kind: 'picture'; text: string; name: string | null };

const pattern =
  /!\[(?<alt>[^\]\n]*)\]\((?:image:(?<name>[\w.-]+)|file:[^)\s]+)\)|\$\$(?<block>[^$]+)\$\$|(?<!\\)\$(?<inline>[^$\n]+)(?<!\\)\$|\*\*(?<bold>[^*\n]+)\*\*/g;

const plain = (text: string) => text.replaceAll('\\$', '$');

/** A table, its cells as they are written: the first row heads it. */
export type Table = { kind: 'table'; rows: string[][] };

const tables = /^[ \t]*\|.*\|[ \t]*\n[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$(?:\n[ \t]*\|.*\|[ \t]*$)*/gm;

/** A text in its lines and the tables between them, as Markdown writes tables. */
export function blocksOf(given: string): (Table | { kind: 'lines'; text: string })[] {
  const text = given.replaceAll('\r\n', '\n');
  const blocks: (Table | { kind: 'lines'; text: string })[] = [];
  const addLines = (lines: string) => {
    const trimmed = lines.replace(/^\n+|\n+$/g, '');
    if (trimmed !== '') blocks.push({ kind: 'lines', text: trimmed });
  };
  let end = 0;
  for (const { 0: found, index } of text.matchAll(tables)) {
    addLines(text.slice(end, index));
    const [head = '', , ...rows] = found.split('\n');
    blocks.push({ kind: 'table', rows: [head, ...rows].map(cellsOf) });
    end = index + found.length;
  }
  addLines(text.slice(end));
  return blocks;
}

/** The cells of a row; a bar that belongs to a cell is written \|. */
const cellsOf = (row: string) =>
  row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Lines with LaTeX between $ (or $$ for a line of its own) and **words that matter**, in their parts. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  const addText = (until: number) => {
    if (until > end) parts.push({ kind: 'text', text: plain(text.slice(end, until)) });
  };
  for (const found of text.matchAll(pattern)) {
    addText(found.index);
    const { block, inline, bold, alt, name } = found.groups ?? {};
    if (alt !== undefined) parts.push({ kind: 'picture', text: alt, name: name ?? null });
    else if (bold !== undefined) parts.push({ kind: 'bold', text: plain(bold) });
    else parts.push({ kind: 'math', text: (block ?? inline ?? '').trim(), isBlock: block !== undefined });
    end = found.index + found[0].length;
  }
  addText(text.length);
  return parts;
}

/** The names of the pictures that texts show. */
export function picturesIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    if (!text.includes('](image:')) return [];
    return partsOf(text).flatMap((part) => (part.kind === 'picture' && part.name ? [part.name] : []));
  });
}
