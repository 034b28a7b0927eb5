import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { unturned } from './board.rules.ts';
import type { Version } from './homework.queries.ts';
import { Ink } from './ink.tsx';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';
import { extended, type Point, pointAt, type Stroke, type Tool } from './strokes.rules.ts';

type Props = {
  file: Version['files'][number];
  strokes: readonly Stroke[];
  view: { zoom: number; quarters: number };
  /** Undefined: looking only. */
  tool: Tool | undefined;
  colour: string;
  draw: (stroke: Stroke) => void;
  /** A part of the page that somebody points at: left, top, right, bottom, in shares of it. */
  pointed?: readonly [number, number, number, number] | undefined;
};

const isMark = (tool: Tool) => tool === 'check' || tool === 'cross';
const STEP = 0.02;
const arrows: Record<string, Point> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** The stroke under way; `line` is what of it is on the page already. */
function useLine({ file, tool, colour, draw }: Props) {
  const [line, setLine] = useState<readonly Point[]>();
  const strokeOf = (points: readonly Point[]): Stroke => ({
    ...{ place: file.place, kind: tool ?? 'pen', colour },
    points: [...points],
  });
  return {
    shown: line && strokeOf(line),
    isDrawing: line !== undefined,
    begin: (point: Point) => (tool && isMark(tool) ? draw(strokeOf([point])) : setLine([point])),
    goOn: (point: Point) => setLine((before) => before && extended(before, point)),
    end: () => {
      if (line) draw(strokeOf(line));
      setLine(undefined);
    },
  };
}

/** A place to draw with the keys: arrows move it, space begins and ends a line or sets a mark. */
function useCursor(line: ReturnType<typeof useLine>, quarters: number) {
  const [cursor, setCursor] = useState<Point>();
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    if (!arrow && event.key !== ' ') return;
    event.preventDefault();
    const [u, v] = cursor ?? [0.5, 0.5];
    const next = pointAt(u + (arrow?.[0] ?? 0), v + (arrow?.[1] ?? 0));
    setCursor(next);
    const point = pointAt(...unturned(next, quarters));
    if (arrow) line.goOn(point);
    else if (line.isDrawing) line.end();
    else line.begin(point);
  };
  return { cursor, onKeyDown, leave: () => setCursor(undefined) };
}

type Pointing = { box: NonNullable<Props['pointed']>; width: number; height: number };

function Pointed({ box: [left, top, right, bottom], width, height }: Pointing) {
  const edge = Math.min(width, height) * 0.006;
  return (
    <rect
      x={left * width - edge}
      y={top * height - edge}
      width={(right - left) * width + 2 * edge}
      height={(bottom - top) * height + 2 * edge}
      fill="#264c76"
      fillOpacity={0.12}
      stroke="#264c76"
      strokeWidth={edge / 2}
    />
  );
}

/** One page, as large and whichever way up as one likes, and what is drawn on it. */
export function ReviewBoard(props: Props) {
  const { file, strokes, view, tool, pointed } = props;
  const words = useReviewWords();
  const line = useLine(props);
  const { cursor, onKeyDown, leave } = useCursor(line, view.quarters);
  const [width, height] = [file.width ?? 3, file.height ?? 4];
  const isLying = view.quarters % 2 === 1;
  const ratio = isLying ? height / width : width / height;
  const own = strokes.filter(({ place }) => place === file.place);
  const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    const shown: Point = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
    return pointAt(...unturned(shown, view.quarters));
  };
  const [x, y] = unturned(cursor ?? [0, 0], view.quarters);
  return (
    <div className={styles.scroll}>
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a place to draw */}
      <div
        className={styles.box}
        style={{ width: `calc(min(100%, 74vh * ${ratio}) * ${view.zoom})`, aspectRatio: ratio }}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: drawn on with the keys
        tabIndex={0}
        aria-label={words.board(file.place)}
        data-tool={tool}
        onKeyDown={tool && onKeyDown}
        onBlur={leave}
        onPointerDown={(event) => {
          if (!tool || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          line.begin(pointOf(event));
        }}
        onPointerMove={(event) => line.isDrawing && line.goOn(pointOf(event))}
        onPointerUp={line.end}
        onPointerCancel={line.end}
      >
        <div
          className={styles.picture}
          style={{
            width: isLying ? `${(width / height) * 100}%` : '100%',
            aspectRatio: width / height,
            transform: `translate(-50%, -50%) rotate(${view.quarters * 90}deg)`,
          }}
        >
          <img src={file.url ?? ''} alt="" draggable={false} />
          <Ink strokes={line.shown ? [...own, line.shown] : own} width={width} height={height}>
            {pointed && <Pointed box={pointed} width={width} height={height} />}
            {cursor && (
              <circle
                cx={x * width}
                cy={y * height}
                r={Math.min(width, height) * 0.012}
                fill="none"
                stroke="#264c76"
                strokeWidth={Math.min(width, height) * 0.004}
              />
            )}
          </Ink>
        </div>
      </div>
    </div>
  );
}
