import { Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { chooseLocale, useLocale } from '../../lib/i18n/locale.ts';
import { Brand } from '../../ui/brand.tsx';
import { useDocumentTitle } from '../../ui/page.tsx';
import styles from './welcome.module.css';
import { useIdentityWords } from './words.ts';

function Pitch() {
  const { pitch } = useIdentityWords();
  return (
    <aside className={styles.pitch}>
      <div className={styles.roof} aria-hidden />
      <p className={styles.claim}>{pitch.title}</p>
      <ul className={styles.points}>
        {pitch.points.map((point) => (
          <li key={point}>
            <IconCheck size={18} stroke={2.2} aria-hidden />
            {point}
          </li>
        ))}
      </ul>
    </aside>
  );
}

function LanguageSwitch() {
  const locale = useLocale();
  const other = locale === 'ko' ? 'en' : 'ko';
  return (
    <button type="button" className={styles.language} lang={other} onClick={() => chooseLocale(other)}>
      {other === 'ko' ? '한국어' : 'English'}
    </button>
  );
}

/** The frame of the screens before the sign-in: what the product is on one side, a short form on the other. */
export function Welcome({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  useDocumentTitle(title);
  return (
    <div className={styles.welcome}>
      <Pitch />
      <main className={styles.side}>
        <header className={styles.bar}>
          <Brand />
          <LanguageSwitch />
        </header>
        <div className={styles.form}>
          <Title order={1}>{title}</Title>
          {lead && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}
