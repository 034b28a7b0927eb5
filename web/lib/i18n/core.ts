import { en } from './en.ts';
import { ko } from './ko.ts';
import { wordsHook, wordsNow } from './words.ts';

const words = { ko, en };

/** The texts that every screen may use. */
export const useCoreWords = wordsHook(words);
export const coreWordsNow = () => wordsNow(words);
