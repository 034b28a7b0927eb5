import {
  type Icon,
  IconCheck,
  IconCircleDashed,
  IconLock,
  IconMinus,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { Flash } from '../../ui/flash.tsx';
import type { Grid } from './audience.queries.ts';
import styles from './grid.module.css';

export type GridState = Grid['rows'][number]['state'][number];

export const gridSigns: Record<GridState, Icon> = {
  none: IconMinus,
  blocked: IconLock,
  not_started: IconCircleDashed,
  started: IconPlayerPlay,
  completed: IconCheck,
};
export const gridStates = Object.keys(gridSigns) as GridState[];

/** A cell in colour, sign and percent; a begun one fills up with what was watched. */
export function GridFace({ state, percent }: { state: GridState; percent: number }) {
  const Sign = gridSigns[state];
  return (
    <Flash value={`${state} ${percent}`}>
      <span
        className={`${styles.face} ${styles[state]}`}
        style={state === 'started' ? { backgroundSize: `${percent}% 100%` } : undefined}
      >
        {state === 'started'
          ? `${percent}%`
          : state !== 'none' && <Sign size={13} stroke={2.2} aria-hidden />}
      </span>
    </Flash>
  );
}
