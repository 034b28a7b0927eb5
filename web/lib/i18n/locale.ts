import { createStore, memory, useStore } from '../store.ts';

export type Locale = 'ko' | 'en';

function firstLocale(): Locale {
  const remembered = memory.read('locale');
  if (remembered === 'ko' || remembered === 'en') return remembered;
  const speaksKorean = navigator.languages.some((language) => language.startsWith('ko'));
  const speaksEnglish = navigator.languages.some((language) => language.startsWith('en'));
  return speaksEnglish && !speaksKorean ? 'en' : 'ko';
}

const locale = createStore<Locale>(firstLocale());

export const currentLocale = locale.get;
export const useLocale = () => useStore(locale);

/** Changes the language of every screen at once and remembers it in this browser. */
export function chooseLocale(chosen: Locale): void {
  memory.write('locale', chosen);
  document.documentElement.lang = chosen;
  locale.set(chosen);
}

/** Takes the language of the account, unless this browser's user has chosen one. */
export function suggestLocale(suggested: Locale): void {
  // Every account starts as Korean, so only another language is somebody's choice.
  if (memory.read('locale') || suggested === 'ko') return;
  document.documentElement.lang = suggested;
  locale.set(suggested);
}

document.documentElement.lang = locale.get();
