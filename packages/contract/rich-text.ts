export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'bold'; text: string }
  | { kind: 'math'; text: string; isBlock: boolean }
  /** What it shows in words, and its name; null in a preview of what is not kept yet. */
  | { kind: 'picture'; text: string; name: string | null };

const pattern =
  /!\[(?<alt>[^\]\n]*)\]\((?:image:(?<name>[\w.-]+)|file:[^)\s]+)\)|\$\$(?<block>[^$]+)\$\$|(?<!\\)\$(?<inline>[^$\n]+)(?<!\\)\$|\*\*(?<bold>[^*\n]+)\*\*/g;

const plain = (text: string) => text.replaceAll('\\$', '$');

/** Text with LaTeX between $ (or $$ for a line of its own) and **words that matter**, in its parts. */
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
