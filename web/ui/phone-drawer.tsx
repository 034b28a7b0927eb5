import { Drawer } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import styles from './frame.module.css';

type Props = { title: string; opened: boolean; close: () => void; children: ReactNode };

/** From below, what does not fit the tabs at the bottom of a phone. */
export function PhoneDrawer({ title, opened, close, children }: Props) {
  const { actions } = useCoreWords();
  // What is open from the start does not know where the keyboard goes back to when it closes.
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(opened), [opened]);
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      position="bottom"
      size="auto"
      title={title}
      closeButtonProps={{ 'aria-label': actions.close }}
      classNames={{ content: styles.drawer ?? '' }}
    >
      {children}
    </Drawer>
  );
}
