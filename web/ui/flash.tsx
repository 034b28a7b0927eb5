import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './flash.module.css';

type Props = { value: string | number | boolean | null | undefined; children: ReactNode };

/** Lights up for a moment when `value` becomes another one while it is on screen: somebody else changed it. */
export function Flash({ value, children }: Props) {
  const before = useRef(value);
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    if (before.current !== value) setChanges((count) => count + 1);
    before.current = value;
  }, [value]);
  return (
    <span key={changes} className={changes > 0 ? styles.flash : undefined}>
      {children}
    </span>
  );
}
