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

const english = new Intl.PluralRules('en');
const grouped = new Intl.NumberFormat('en');

/** `plural(3, 'student', 'students')` → "3 students"; Korean texts need no such thing. */
export function plural(count: number, one: string, other: string): string {
  return `${grouped.format(count)} ${english.select(count) === 'one' ? one : other}`;
}
