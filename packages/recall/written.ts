import type { Key, Selected } from './outcome.ts';

export type QuestionKind = 'single' | 'multiple' | 'numeric' | 'short';

/**
 * The one form in which answers and keys are compared, on a phone as on the server: ids of choices as they are, numbers
 * without commas and leading zeros, words in lower case with single spaces.
 */
export function writtenAnswer(kind: QuestionKind, selected: Selected): Selected {
  if (kind === 'single' || kind === 'multiple') return selected;
  return selected.map((text) => writtenText(kind, text)).filter((text) => text !== '');
}

export function writtenKey(kind: QuestionKind, key: Key): Key {
  return key.map((accepted) => writtenAnswer(kind, accepted));
}

function writtenText(kind: 'numeric' | 'short', text: string): string {
  const plain = text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (kind === 'short' || plain === '') return plain;
  const number = Number(plain.replace(/(?<=\d),(?=\d{3})/g, ''));
  return Number.isFinite(number) ? String(number) : plain;
}
