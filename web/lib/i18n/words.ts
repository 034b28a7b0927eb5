import { currentLocale, type Locale, useLocale } from './locale.ts';

/** The same texts in every language; `ko` is the type, the others must match it. */
export type Words<W> = Readonly<Record<Locale, W>>;

/** Makes the hook that gives a feature its texts: `const useVideoWords = wordsHook({ ko, en })`. */
export function wordsHook<W>(words: Words<W>): () => W {
  return function useWords() {
    return words[useLocale()];
  };
}

/** The texts in the language of this moment, for code outside components. */
export function wordsNow<W>(words: Words<W>): W {
  return words[currentLocale()];
}

const made: { rules?: Intl.PluralRules; grouped?: Intl.NumberFormat } = {};

/** `12345` → "12,345". Made when the first English text asks for it: a phone takes a while to. */
export function grouped(count: number): string {
  made.grouped ??= new Intl.NumberFormat('en');
  return made.grouped.format(count);
}

/** `plural(3, 'student', 'students')` → "3 students"; Korean texts need no such thing. */
export function plural(count: number, one: string, other: string): string {
  made.rules ??= new Intl.PluralRules('en');
  return `${grouped(count)} ${made.rules.select(count) === 'one' ? one : other}`;
}
