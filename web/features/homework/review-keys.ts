import { useEffect, useRef } from 'react';

type Actions = Readonly<Record<string, () => void>>;

const fields = 'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog]';

/**
 * Keys of the review by where they are on the keyboard (`KeyJ`), so that they also work while Korean is typed. Whoever
 * writes into a field writes there; Escape leaves it.
 */
export function useReviewKeys(actions: Actions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest(fields)) {
        if (event.key === 'Escape' && target instanceof HTMLElement && !target.closest('[role=dialog]'))
          target.blur();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = latest.current[event.code];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
