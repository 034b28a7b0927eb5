import { wordsHook } from '../../lib/i18n/words.ts';
import { sentenceOf, type Told } from './sentence.rules.ts';
import { en, ko } from './sentence.texts.ts';

const useSentenceWords = wordsHook({ ko, en });

/** What a session came to and why, in the language of the screen; undefined for who does not take it. */
export function useCellSentence(): (cell: Told, required: number) => string | undefined {
  const words = useSentenceWords();
  return (cell, required) => sentenceOf(words, cell, required);
}
