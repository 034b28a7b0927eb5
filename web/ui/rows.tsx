import type { ReactNode } from 'react';
import styles from './rows.module.css';

export function Rows({ children }: { children: ReactNode }) {
  return <ul className={styles.rows}>{children}</ul>;
}

/** A thing with a name, what is known of it, and what can be done to it. */
export function Row({ title, facts, children }: { title: string; facts: string; children: ReactNode }) {
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        <p className={styles.facts}>{facts}</p>
      </div>
      {children}
    </li>
  );
}
