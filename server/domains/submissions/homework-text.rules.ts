import { type ReadLine, SURE_WORD } from '@seodang/contract/homework-text.ts';

const MOST_CHARACTERS = 200_000;

/** The words that are sure enough to be found by, line by line. */
export function sureText(lines: readonly ReadLine[]): string {
  return lines
    .map(({ words }) => words.filter(({ confidence }) => confidence >= SURE_WORD).map(({ text }) => text))
    .filter((words) => words.length > 0)
    .map((words) => words.join(' '))
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
