import type { ReactNode } from 'react';
import { ImpactLine } from '../video/impact-line.tsx';
import styles from './marks.module.css';
import type { Told } from './use-marking.ts';

/** What the last mark means: for the family, and for what the student may watch. */
export function ToldLine({ told, hint }: { told: Told; hint?: ReactNode }) {
  return (
    <>
      <div className={styles.said} role="status">
        {told.text || hint}
      </div>
      <ImpactLine key={told.text} impact={told.impact} isOne />
    </>
  );
}
