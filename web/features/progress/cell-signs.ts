import type { Look } from '../../ui/matrix/signs.ts';
import { cellTones } from '../video/cell-badge.tsx';
import type { MatrixCell } from './progress.queries.ts';

type State = MatrixCell['state'];

/** The sign of each state, in the order of the legend; with its colour and word nobody needs to see colours. */
const signs = {
  complete: 'check',
  video_left: 'play',
  exam_left: 'pencil',
  homework_left: 'notebook',
  several_left: 'list',
  failed: 'cross',
  not_due: 'clock',
  none: 'minus',
} as const satisfies Record<State, Look['sign']>;
export const cellStates = Object.keys(signs) as State[];

export const cellLook = (state: State): Look => ({
  tone: state === 'none' ? undefined : cellTones[state],
  sign: signs[state],
});
