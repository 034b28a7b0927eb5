import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { coreWordsNow } from '../lib/i18n/core.ts';
import { sentenceOf } from '../lib/problem.ts';
import { UndoMessage } from './undo-message.tsx';

/** What every toast has: a close button that says so. */
const closable = () => ({ closeButtonProps: { 'aria-label': coreWordsNow().actions.close } });

/** Says briefly that something is done. */
export function doneToast(message: ReactNode): void {
  notifications.show({
    ...closable(),
    message,
    color: 'celadon',
    icon: <IconCheck size={18} />,
    autoClose: 4000,
  });
}

/** Says what should be looked at, though it is done. */
export function warnToast(message: ReactNode): void {
  notifications.show({
    ...closable(),
    message,
    color: 'gardenia',
    icon: <IconAlertTriangle size={18} />,
    autoClose: 10_000,
    role: 'alert',
  });
}

/** Says that something went wrong and what to do; stays longer than good news. */
export function problemToast(error: unknown): void {
  notifications.show({
    ...closable(),
    title: coreWordsNow().errors.title,
    message: sentenceOf(error),
    color: 'cinnabar',
    icon: <IconAlertTriangle size={18} />,
    autoClose: 10_000,
    role: 'alert',
  });
}

type Undo = {
  message: ReactNode;
  /** Until when undoing is possible: the server's instant. */
  until: string;
  undo: () => Promise<unknown>;
};

let undoToasts = 0;

/** Says what was done and lets the user take it back while time remains; failures of undoing are told too. */
export function undoToast({ message, until, undo }: Undo): void {
  undoToasts += 1;
  const id = `undo-${undoToasts}`;
  const close = () => notifications.hide(id);
  const takeBack = async () => {
    close();
    await undo().then(() => doneToast(coreWordsNow().undoToast.undone), problemToast);
  };
  notifications.show({
    ...closable(),
    id,
    color: 'jjok',
    autoClose: false,
    message: <UndoMessage message={message} until={until} undo={() => void takeBack()} close={close} />,
  });
}
