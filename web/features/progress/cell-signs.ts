import {
  type Icon,
  IconCheck,
  IconClockHour4,
  IconListDetails,
  IconMinus,
  IconNotebook,
  IconPencil,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import type { MatrixCell } from './progress.queries.ts';

type State = MatrixCell['state'];

/** The sign of each state, in the order of the legend; with its colour and word nobody needs to see colours. */
export const cellSigns: Record<State, Icon> = {
  complete: IconCheck,
  video_left: IconPlayerPlay,
  exam_left: IconPencil,
  homework_left: IconNotebook,
  several_left: IconListDetails,
  failed: IconX,
  not_due: IconClockHour4,
  none: IconMinus,
};
export const cellStates = Object.keys(cellSigns) as State[];
