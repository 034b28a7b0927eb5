import { partsOf } from '@seodang/contract/rich-text.ts';
import { useEffect, useRef } from 'react';
import { Picture } from './picture.tsx';
import styles from './study.module.css';

/** A formula; its LaTeX is shown until what draws it has arrived. */
function Formula({ tex, isBlock }: { tex: string; isBlock: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let isGone = false;
    void import('./math.ts').then(({ drawMath }) => {
      if (!isGone && place.current) drawMath(place.current, tex, isBlock);
    });
    return () => {
      isGone = true;
    };
  }, [tex, isBlock]);
  return (
    <span key={tex} ref={place} className={isBlock ? styles.block : undefined}>
      {tex}
    </span>
  );
}

/** What a teacher wrote: lines, bold words, LaTeX between $, pictures. */
export function RichText({ children }: { children: string }) {
  return (
    <span className={styles.rich}>
      {partsOf(children).map((part, at) => {
        const key = `${at} ${part.text}`;
        if (part.kind === 'picture') return <Picture key={key} alt={part.text} name={part.name} />;
        if (part.kind === 'math') return <Formula key={key} tex={part.text} isBlock={part.isBlock} />;
        return part.kind === 'bold' ? (
          <strong key={key}>{part.text}</strong>
        ) : (
          <span key={key}>{part.text}</span>
        );
      })}
    </span>
  );
}
