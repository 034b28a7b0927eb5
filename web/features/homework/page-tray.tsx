import { ActionIcon, Text } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconFileTypePdf,
  IconGripVertical,
  IconRotateClockwise,
  IconX,
} from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import styles from './homework.module.css';
import type { Tray, TrayPage } from './use-tray.ts';
import { useHomeworkWords } from './words.ts';

/** The place of the page under the pointer. */
function placeAt(x: number, y: number): number | undefined {
  const page = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-place]');
  return page ? Number(page.dataset.place) : undefined;
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

const ends = ['pointerup', 'pointercancel'] as const;

type Moved = (from: number, to: number) => void;
type Props = { tray: Tray; page: TrayPage; at: number; moved: Moved; lift: (id: string) => void };

/** Lets the page follow finger or mouse until it is let go. On the window: a page that moves in the tree loses its capture. */
function useLift(tray: Tray, moved: Moved) {
  const latest = useRef({ pages: tray.pages, moved });
  latest.current = { pages: tray.pages, moved };
  return (id: string) => {
    const drag = (event: PointerEvent) => {
      const from = latest.current.pages.findIndex((page) => page.id === id);
      const to = placeAt(event.clientX, event.clientY);
      if (from >= 0 && to !== undefined && to !== from) latest.current.moved(from, to);
    };
    const drop = () => {
      removeEventListener('pointermove', drag);
      for (const end of ends) removeEventListener(end, drop);
    };
    addEventListener('pointermove', drag);
    for (const end of ends) addEventListener(end, drop);
  };
}

/** Moves its page to another place, by finger, mouse or arrow keys. */
function Handle({ tray, page, at, moved, lift }: Props) {
  const words = useHomeworkWords();
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const to = at + (step ?? 0);
    if (!step || to < 0 || to >= tray.pages.length) return;
    event.preventDefault();
    moved(at, to);
  };
  return (
    <ActionIcon
      variant="subtle"
      className={styles.handle ?? ''}
      aria-label={words.compose.move(at + 1)}
      onPointerDown={() => lift(page.id)}
      onKeyDown={onKeyDown}
    >
      <IconGripVertical size={18} aria-hidden />
    </ActionIcon>
  );
}

function Tile(props: Props) {
  const { compose } = useHomeworkWords();
  const { tray, page, at, moved } = props;
  const turned = { transform: `rotate(${page.quarters * 90}deg)`, scale: page.quarters % 2 ? '0.75' : '1' };
  return (
    <li className={styles.page} data-place={at}>
      <div className={styles.paper}>
        {page.isPdf ? (
          <Text c="dimmed" ta="center" p="sm" size="sm">
            <IconFileTypePdf size={40} aria-hidden />
            <br />
            {page.name}
          </Text>
        ) : (
          <img src={page.url} alt={compose.page(at + 1)} draggable={false} style={turned} />
        )}
      </div>
      <span className={styles.number} aria-hidden>
        {at + 1}
      </span>
      <ActionIcon
        variant="default"
        className={styles.remove ?? ''}
        aria-label={compose.remove(at + 1)}
        onClick={() => tray.remove(page.id)}
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
      <div className={styles.tools}>
        <ActionIcon
          variant="subtle"
          aria-label={compose.forward(at + 1)}
          disabled={at === 0}
          onClick={() => moved(at, at - 1)}
        >
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
        <Handle {...props} />
        <ActionIcon
          variant="subtle"
          aria-label={compose.turn(at + 1)}
          disabled={page.isPdf}
          onClick={() => tray.turn(page.id)}
        >
          <IconRotateClockwise size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          aria-label={compose.back(at + 1)}
          disabled={at === tray.pages.length - 1}
          onClick={() => moved(at, at + 1)}
        >
          <IconArrowRight size={18} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}

/** The pages in their order; each can be moved, turned and left out. What moved is said aloud. */
export function PageTray({ tray }: { tray: Tray }) {
  const { compose } = useHomeworkWords();
  const [said, say] = useState('');
  const moved = (from: number, to: number) => {
    tray.move(from, to);
    say(compose.moved(from + 1, to + 1));
  };
  const lift = useLift(tray, moved);
  return (
    <>
      <ol className={styles.tray} aria-label={compose.tray}>
        {tray.pages.map((page, at) => (
          <Tile key={page.id} {...{ tray, page, at, moved, lift }} />
        ))}
      </ol>
      <Text role="status" size="xs" c="dimmed" mih="1.2em">
        {said}
      </Text>
    </>
  );
}
