import { CloseButton, Group, Text } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import type { Tone } from '../status-badge.tsx';
import styles from './matrix.module.css';
import { type Look, type Sign, signClass, signRules } from './signs.ts';
import type { Cell } from './types.ts';

/** Classes of a cell, or of a dot, that looks so. */
export function classOf(kind: 'face' | 'dot', look: Look, isSigned: boolean): string {
  const { tone } = look;
  const sign = isSigned && (tone || kind === 'dot') ? ` ${styles.signed} ${signClass(look)}` : '';
  return `${styles[kind]}${tone ? ` ${styles[tone]}` : ''}${sign}`;
}

/** Classes of a cell in colour and with its sign, or filled up instead of that. */
export function faceOf({ look, filled }: Pick<Cell, 'look' | 'filled'>): string {
  const isFilling = filled !== undefined;
  return `${classOf('face', look, !isFilling)}${isFilling ? ` ${styles.filling}` : ''}`;
}

/** How far it is filled up. */
export const fillOf = ({ filled }: Pick<Cell, 'filled'>) =>
  filled === undefined ? undefined : { backgroundSize: `${filled}% 100%` };

/** A cell that stands by itself. */
export function Face(cell: Pick<Cell, 'look' | 'text' | 'filled'>) {
  return (
    <span className={faceOf(cell)} style={fillOf(cell)}>
      {cell.text}
    </span>
  );
}

/** Lights up what changed so many times; two animations that are the same begin anew by turns. */
export function litClass(changes = 0): string {
  return changes === 0 ? '' : ` ${changes % 2 === 0 ? styles.litAgain : styles.lit}`;
}

type LegendProps = {
  label: string;
  entries: readonly { key: string; tone: Tone; sign: Sign; name: string }[];
};

/** Without it cells that look so have no signs. */
export const Signs = memo(function Signs({ looks }: { looks: readonly Look[] }) {
  return <style>{signRules(looks)}</style>;
});

/** What the colours and signs mean. */
export function Legend({ label, entries }: LegendProps) {
  return (
    <>
      <Signs looks={entries} />
      <ul className={styles.legend} aria-label={label}>
        {entries.map(({ key, name, ...look }) => (
          <li key={key}>
            <span className={classOf('dot', look, true)} />
            {name}
          </li>
        ))}
      </ul>
    </>
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
