import { Menu } from '@mantine/core';
import type { Mode } from '@seodang/recall';
import { type ReactElement, type RefObject, useEffect, useState } from 'react';
import { useStudyWords } from './words.ts';

type Props = {
  modes: readonly Mode[];
  choose: (mode: Mode) => void;
  /** The button that was pressed, which is the child. */
  button: RefObject<HTMLButtonElement | null>;
  children: ReactElement;
};

/** The ways to practise, open from the start, at the button that was pressed. */
export function TopicMenu({ modes, choose, button, children }: Props) {
  const words = useStudyWords();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    // Where the keyboard goes back to when it closes.
    button.current?.focus({ preventScroll: true });
    setOpen(true);
  }, [button]);
  return (
    <Menu position="bottom-end" withinPortal opened={isOpen} onChange={setOpen}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {modes.map((mode) => (
          <Menu.Item key={mode} onClick={() => choose(mode)}>
            {words.modes[mode]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
