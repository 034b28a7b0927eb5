import { CloseButton, Group, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { Flash } from '../flash.tsx';
import type { Tone } from '../status-badge.tsx';
import styles from './matrix.module.css';

/** No tone for a cell that is none. */
type Look = { tone: Tone | undefined; sign: Icon; value: string };

/** A cell in colour, sign and a short word; lights up when its value changes. `filled` fills it up to that percent. */
export function Face({ tone, sign: Sign, value, text, filled }: Look & { text?: string; filled?: number }) {
  const isFilling = filled !== undefined;
  return (
    <Flash value={value}>
      <span
        className={`${styles.face} ${tone ? styles[tone] : ''} ${isFilling ? styles.filling : ''}`}
        style={isFilling ? { backgroundSize: `${filled}% 100%` } : undefined}
      >
        {tone && !isFilling && <Sign size={13} stroke={2.2} aria-hidden />}
        {text}
      </span>
    </Flash>
  );
}

/** The same without words, for a row of dots. */
export function Dot({ tone, sign: Sign, value }: Look) {
  return (
    <Flash value={value}>
      <span className={`${styles.dot} ${tone ? styles[tone] : ''}`}>
        <Sign size={13} stroke={2.2} aria-hidden />
      </span>
    </Flash>
  );
}

type LegendProps = {
  label: string;
  entries: readonly { key: string; tone: Tone; sign: Icon; name: string }[];
};

/** What the colours and signs mean. */
export function Legend({ label, entries }: LegendProps) {
  return (
    <ul className={styles.legend} aria-label={label}>
      {entries.map(({ key, name, ...look }) => (
        <li key={key}>
          <Dot value={key} {...look} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Whose cell is explained, with a way out. */
export function WhyHead({ name, of, close }: { name: string; of: string; close: () => void }) {
  const { actions } = useCoreWords();
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
      <div>
        <Text fw={700}>{name}</Text>
        <Text size="sm" c="dimmed">
          {of}
        </Text>
      </div>
      <CloseButton size="sm" aria-label={actions.close} onClick={close} />
    </Group>
  );
}

/** One thing that is known about a cell. */
export function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className={styles.fact}>
      <span>{name}</span>
      <strong>{value}</strong>
    </div>
  );
}

/** For links out of an explanation. */
export const linkClass = styles.link ?? '';
