import { type ReadLine, SURE_WORD } from '@seodang/contract/homework-text.ts';

const MOST_CHARACTERS = 200_000;

/** With the spaces that the line has: of Korean, words are often only syllables. */
function sureLine({ text, words }: ReadLine): string {
  let [at, line] = [0, ''];
  for (const word of words) {
    const found = text.indexOf(word.text, at);
    if (found < 0 || /\s/.test(text.slice(at, found))) line += ' ';
    if (found >= 0) at = found + word.text.length;
    if (word.confidence >= SURE_WORD) line += word.text;
  }
  return line.trim().replace(/ +/g, ' ');
}

/** The words that are sure enough to be found by, line by line. */
export function sureText(lines: readonly ReadLine[]): string {
  return lines
    .map(sureLine)
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, MOST_CHARACTERS);
}

/** Without spaces and capitals, as texts are compared: a machine puts spaces into Korean as it likes. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}

/** The line in which something is found, or where it begins when it goes on in the next one. */
export function excerptOf(lines: readonly ReadLine[], search: string): string {
  const wanted = squeezed(search);
  const own = lines.find(({ text }) => squeezed(text).includes(wanted));
  const begun = lines.find(({ text }, at) =>
    squeezed(`${text}${lines[at + 1]?.text ?? ''}`).includes(wanted),
  );
  return (own ?? begun ?? lines[0])?.text.slice(0, 300) ?? '';
}
