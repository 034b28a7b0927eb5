import { Text, Title } from '@mantine/core';
import { type Icon, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './states.module.css';

type Props = {
  title: string;
  /** What will be here, and what to do so that it is. */
  hint?: ReactNode;
  icon?: Icon;
  action?: ReactNode;
  tone?: 'calm' | 'bad';
  /** 1 where it is all that the screen shows. */
  level?: 1 | 2;
};

/** Says honestly that there is nothing, why, and what to do next. */
export function EmptyState({ title, hint, icon: Sign = IconInbox, action, tone = 'calm', level = 2 }: Props) {
  return (
    <div className={styles.state}>
      <div className={`${styles.icon} ${tone === 'bad' ? styles.bad : ''}`} aria-hidden>
        <Sign size={28} stroke={1.6} />
      </div>
      <Title order={level} size="h3">
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" size="sm">
          {hint}
        </Text>
      )}
      {action && <div style={{ marginTop: '0.75rem' }}>{action}</div>}
    </div>
  );
}
