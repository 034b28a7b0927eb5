import { type RefObject, useEffect, useRef } from 'react';
import { guardWatermark } from './watermark-guard.ts';

type Props = {
  stage: RefObject<HTMLElement | null>;
  text: string;
  onRemoved: () => void;
  /** It could not be put back. */
  onLost: () => void;
};

/** Whose screen this is, wandering over the picture; stays there whoever takes it away. */
export function Watermark({ stage, text, onRemoved, onLost }: Props) {
  const told = useRef({ onRemoved, onLost });
  told.current = { onRemoved, onLost };
  useEffect(() => {
    if (!stage.current) return;
    return guardWatermark(stage.current, text, {
      onRemoved: () => told.current.onRemoved(),
      onLost: () => told.current.onLost(),
    });
  }, [stage, text]);
  return null;
}
