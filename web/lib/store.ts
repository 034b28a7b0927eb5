import { useSyncExternalStore } from 'react';

/** One value outside React that components can follow. */
export type Store<T> = {
  get: () => T;
  set: (value: T) => void;
  follow: (listener: () => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value; the component renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.follow, store.get);
}

/** What this browser remembers between visits; a browser that refuses to remember is no error. */
export const memory = {
  read: (key: string): string | undefined => {
    try {
      return localStorage.getItem(`seodang.${key}`) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write: (key: string, value: string | undefined): void => {
    try {
      if (value === undefined) localStorage.removeItem(`seodang.${key}`);
      else localStorage.setItem(`seodang.${key}`, value);
    } catch {}
  },
};
