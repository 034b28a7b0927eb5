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
export const followLocale = locale.follow;
export const useLocale = () => useStore(locale);

let isFresh = false;

/** Changes the language of every screen at once and remembers it in this browser. */
export function chooseLocale(chosen: Locale): void {
  isFresh = true;
  adopt(chosen);
}

/** The language that somebody chose on this page before they signed in, told once: their account is to keep it. */
export function takeFreshChoice(): Locale | undefined {
  const chosen = isFresh ? locale.get() : undefined;
  isFresh = false;
  return chosen;
}

/** Takes the language that the account's owner chose, on whatever device, unless another was chosen just now. */
export function followAccount(chosen: Locale): void {
  if (!isFresh) adopt(chosen);
}

function adopt(chosen: Locale): void {
  if (chosen === locale.get() && memory.read('locale') === chosen) return;
  memory.write('locale', chosen);
  document.documentElement.lang = chosen;
  locale.set(chosen);
}

document.documentElement.lang = locale.get();
