import { useEffect, useRef } from 'react';

export type Keys = {
  /** The choice at this place, from 0. */
  choose: (at: number) => void;
  unsure: () => void;
  skip: () => void;
  undo: () => void;
  /** Check, or go on. */
  enter: () => void;
};

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Buttons do by Enter what they say; a choice is pressed by its number or the space bar. */
function isOwnEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button:not([data-choice])') !== null;
}

function actionOf({ key, target }: KeyboardEvent, keys: Keys): (() => void) | undefined {
  if (key === 'Enter') return isOwnEnter(target) ? undefined : keys.enter;
  if (isWriting(target)) return undefined;
  if (/^[1-9]$/.test(key)) return () => keys.choose(Number(key) - 1);
  const letters: Record<string, () => void> = { u: keys.unsure, s: keys.skip, z: keys.undo };
  // A Korean keyboard gives the letters of its own layout.
  const korean: Record<string, () => void> = { ㅕ: keys.unsure, ㄴ: keys.skip, ㅋ: keys.undo };
  return letters[key.toLowerCase()] ?? korean[key];
}

/** The keyboard of a quiz, wherever the focus is. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const action = actionOf(event, latest.current);
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
