import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconInfoCircle,
  IconLoader2,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './status-badge.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'idle' | 'busy';

const icons: Record<Tone, Icon> = {
  ok: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  info: IconInfoCircle,
  idle: IconCircleDashed,
  busy: IconLoader2,
};

type Props = { tone: Tone; children: ReactNode; icon?: Icon };

/** A state told three ways, so that nobody needs to see colours: colour, icon, words. */
export function StatusBadge({ tone, children, icon }: Props) {
  const Sign = icon ?? icons[tone];
  return (
    <span className={`${styles.badge} ${styles[tone]}`}>
      <Sign size={15} stroke={2} aria-hidden className={tone === 'busy' ? styles.turning : undefined} />
      {children}
    </span>
  );
}
