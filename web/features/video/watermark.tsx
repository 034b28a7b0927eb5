import { useEffect, useRef } from 'react';
import styles from './player.module.css';

/** Whose screen this is, wandering over the picture; tells when somebody takes it away or hides it. */
export function Watermark({ text, onTampered }: { text: string; onTampered: () => void }) {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const node = mark.current;
    const home = node?.parentElement;
    if (!node || !home) return;
    const check = () => {
      const shown =
        home.contains(node) && node.textContent === text && getComputedStyle(node).visibility === 'visible';
      if (!shown || Number(getComputedStyle(node).opacity) < 0.1 || !node.offsetWidth) onTampered();
    };
    const observer = new MutationObserver(check);
    observer.observe(home, { childList: true, subtree: true, attributes: true, characterData: true });
    const clock = setInterval(check, 5000);
    return () => {
      observer.disconnect();
      clearInterval(clock);
    };
  }, [text, onTampered]);
  return (
    <div className={styles.marks} aria-hidden>
      <span ref={mark} className={styles.mark}>
        {text}
      </span>
    </div>
  );
}
