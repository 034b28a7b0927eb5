import { Anchor, Group, Text, Title } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import styles from './page.module.css';

type Props = {
  title: string;
  /** One line under the title: where we are, or what this screen is for. */
  lead?: ReactNode;
  /** Buttons on the right; the most important one last. */
  actions?: ReactNode;
  back?: { label: string; link: LinkProps };
  /** `narrow` for forms and reading, `full` for tables and boards. */
  width?: 'narrow' | 'normal' | 'full';
  children: ReactNode;
};

/** One screen: title (also of the browser tab), actions, content. */
export function Page({ title, lead, actions, back, width = 'normal', children }: Props) {
  useDocumentTitle(title);
  return (
    <div className={`${styles.page} ${styles[width]}`}>
      {back && (
        <Anchor size="sm" renderRoot={(props) => <Link {...back.link} {...props} />} className={styles.back}>
          <IconChevronLeft size={16} aria-hidden /> {back.label}
        </Anchor>
      )}
      <header className={styles.header}>
        <div>
          <Title order={1}>{title}</Title>
          {lead && (
            <Text c="dimmed" size="sm" mt={2}>
              {lead}
            </Text>
          )}
        </div>
        {actions && (
          <Group gap="xs" className={styles.actions}>
            {actions}
          </Group>
        )}
      </header>
      {children}
    </div>
  );
}

/** Names the browser tab. */
export function useDocumentTitle(title: string): void {
  const { product } = useCoreWords();
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
