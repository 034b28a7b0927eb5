import { ActionIcon, Group, Text } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconHighlight,
  IconPencil,
  IconRotateClockwise,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { Dispatch, SetStateAction } from 'react';
import { zoomed } from './board.rules.ts';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';
import { colours, type Tool } from './strokes.rules.ts';

export type View = { page: number; zoom: number; quarters: number; tool: Tool | undefined; colour: string };
export const firstView: View = { page: 0, zoom: 1, quarters: 0, tool: 'pen', colour: colours[0] };

const icons = { pen: IconPencil, highlight: IconHighlight, check: IconCheck, cross: IconX } as const;
const kinds = ['pen', 'highlight', 'check', 'cross'] as const;

type Props = {
  view: View;
  setView: Dispatch<SetStateAction<View>>;
  pages: number;
  strokes: number;
  undo: () => void;
  readOnly: boolean;
};

/** What the keys and the buttons do to the view. */
export function viewActions(setView: Props['setView'], pages: number) {
  const set = (change: (view: View) => Partial<View>) => setView((view) => ({ ...view, ...change(view) }));
  return {
    turn: () => set(({ quarters }) => ({ quarters: (quarters + 1) % 4 })),
    zoom: (step: 1 | -1) => set(({ zoom }) => ({ zoom: zoomed(zoom, step) })),
    page: (step: 1 | -1) =>
      set(({ page }) => ({ page: Math.min(pages - 1, Math.max(0, page + step)), quarters: 0 })),
    tool: (tool: Tool) => set((view) => ({ tool: view.tool === tool ? undefined : tool })),
    colour: (colour: string) => set(() => ({ colour })),
  };
}

function DrawTools({ view, setView, pages, strokes, undo }: Props) {
  const words = useReviewWords();
  const act = viewActions(setView, pages);
  return (
    <Group gap={4} role="group" aria-label={words.tools}>
      {kinds.map((kind) => {
        const Sign = icons[kind];
        return (
          <ActionIcon
            key={kind}
            size="lg"
            variant={view.tool === kind ? 'filled' : 'default'}
            aria-pressed={view.tool === kind}
            aria-label={words.kinds[kind]}
            title={words.kinds[kind]}
            onClick={() => act.tool(kind)}
          >
            <Sign size={18} aria-hidden />
          </ActionIcon>
        );
      })}
      {colours.map((colour) => (
        <button
          key={colour}
          type="button"
          className={styles.colour}
          style={{ background: colour }}
          aria-pressed={view.colour === colour}
          aria-label={words.colour[colour]}
          title={words.colour[colour]}
          onClick={() => act.colour(colour)}
        />
      ))}
      <ActionIcon
        size="lg"
        variant="default"
        aria-label={words.undo}
        title={words.undo}
        disabled={strokes === 0}
        onClick={undo}
      >
        <IconArrowBackUp size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** Page, size, direction, and what to draw with. */
export function BoardTools(props: Props) {
  const { view, setView, pages, strokes, readOnly } = props;
  const words = useReviewWords();
  const act = viewActions(setView, pages);
  const button = (label: string, Sign: typeof IconZoomIn, onClick: () => void, disabled = false) => (
    <ActionIcon
      size="lg"
      variant="default"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Sign size={18} aria-hidden />
    </ActionIcon>
  );
  return (
    <Group justify="space-between" gap="xs">
      <Group gap={4}>
        {button(words.previousPage, IconChevronLeft, () => act.page(-1), view.page === 0)}
        <Text size="sm" aria-live="polite">
          {words.page(view.page + 1, pages)}
        </Text>
        {button(words.nextPage, IconChevronRight, () => act.page(1), view.page >= pages - 1)}
        {button(words.zoomOut, IconZoomOut, () => act.zoom(-1))}
        {button(words.zoomIn, IconZoomIn, () => act.zoom(1))}
        {button(words.turn, IconRotateClockwise, act.turn)}
      </Group>
      {!readOnly && <DrawTools {...props} />}
      <Text size="sm" c="dimmed" role="status">
        {strokes > 0 && words.strokes(strokes)}
      </Text>
    </Group>
  );
}
