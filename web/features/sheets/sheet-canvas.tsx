import { bubblesOfRegion, type RegionBox, type SheetRegion } from '@seodang/contract/sheet-regions.ts';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useEditorWords } from './editor.words.ts';
import { nameOfRegion } from './region-name.ts';
import { onPage, type RegionKind } from './regions.rules.ts';
import styles from './sheets.module.css';
import type { Regions } from './use-regions.ts';

type Point = { x: number; y: number };
type Grip = { kind: 'draw' | 'move' | 'size'; from: Point; box: RegionBox; at: number };

const step_mm = 0.5;
const handle_mm = 3.2;
const moves: Record<string, Point> = {
  ArrowLeft: { x: -step_mm, y: 0 },
  ArrowRight: { x: step_mm, y: 0 },
  ArrowUp: { x: 0, y: -step_mm },
  ArrowDown: { x: 0, y: step_mm },
};

const between = (a: Point, b: Point): RegionBox => ({
  x_mm: Math.min(a.x, b.x),
  y_mm: Math.min(a.y, b.y),
  width_mm: Math.abs(a.x - b.x),
  height_mm: Math.abs(a.y - b.y),
});

/** Where a grip has brought a box that was held at one point and is now at another. */
function pulled({ kind, from, box }: Grip, to: Point): RegionBox {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (kind === 'draw') return between(from, to);
  if (kind === 'move') return { ...box, x_mm: box.x_mm + dx, y_mm: box.y_mm + dy };
  return { ...box, width_mm: box.width_mm + dx, height_mm: box.height_mm + dy };
}

type Props = { editor: Regions; tool: RegionKind | undefined; onDrawn: () => void; zoom: number };

function useGrip({ editor, tool, onDrawn }: Omit<Props, 'zoom'>) {
  const svg = useRef<SVGSVGElement>(null);
  const [grip, setGrip] = useState<Grip>();
  const [drawn, setDrawn] = useState<RegionBox>();
  const pointOf = (event: PointerEvent): Point => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix) : { x: 0, y: 0 };
  };
  const hold = (event: PointerEvent, kind: Grip['kind'], at: number) => {
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    const box = editor.regions[at] ?? between(from, from);
    if (kind !== 'draw') editor.select(at);
    setGrip({ kind, from, box, at });
  };
  const pull = (event: PointerEvent) => {
    if (!grip) return;
    const box = pulled(grip, pointOf(event));
    const region = editor.regions[grip.at];
    if (grip.kind === 'draw') setDrawn(box);
    else if (region) editor.change(grip.at, { ...region, ...onPage(box, editor.template) });
  };
  const letGo = () => {
    if (grip?.kind === 'draw' && tool && drawn && drawn.width_mm > 2 && drawn.height_mm > 2) {
      editor.add(tool, drawn);
      onDrawn();
    }
    setGrip(undefined);
    setDrawn(undefined);
  };
  return { svg, drawn, hold, pull, letGo };
}

/** The blank with its regions on it: drawn with mouse, pen or finger, moved and sized also by keys. */
export function SheetCanvas({ editor, tool, onDrawn, zoom }: Props) {
  const words = useEditorWords();
  const { svg, drawn, hold, pull, letGo } = useGrip({ editor, tool, onDrawn });
  const { width_mm, height_mm, blank_url } = editor.template;
  return (
    <div className={styles.stage}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a picture. */}
      <svg
        ref={svg}
        role="group"
        aria-label={words.sheet}
        className={styles.sheet}
        data-drawing={tool !== undefined || undefined}
        style={{ width: `${zoom * 100}%`, aspectRatio: `${width_mm} / ${height_mm}` }}
        viewBox={`0 0 ${width_mm} ${height_mm}`}
        onPointerDown={(event) => (tool ? hold(event, 'draw', -1) : editor.select(undefined))}
        onPointerMove={pull}
        onPointerUp={letGo}
        onPointerCancel={letGo}
      >
        <image href={blank_url} width={width_mm} height={height_mm} preserveAspectRatio="none" />
        {editor.regions.map((region, at) => (
          <Region
            // biome-ignore lint/suspicious/noArrayIndexKey: a region is known by its place in the list alone.
            key={at}
            {...{ editor, region, at }}
            hold={tool ? undefined : hold}
          />
        ))}
        {drawn && <rect className={styles.drawn} {...rectOf(drawn)} />}
      </svg>
    </div>
  );
}

const rectOf = ({ x_mm, y_mm, width_mm, height_mm }: RegionBox) => ({
  ...{ x: x_mm, y: y_mm, width: width_mm, height: height_mm },
});

type RegionProps = {
  editor: Regions;
  region: SheetRegion;
  at: number;
  hold: ((event: PointerEvent, kind: Grip['kind'], at: number) => void) | undefined;
};

function useKeys({ editor, region, at }: RegionProps) {
  return (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') editor.remove(at);
    else if (event.key === 'Escape') editor.select(undefined);
    else if (move) {
      const box = event.shiftKey
        ? { ...region, width_mm: region.width_mm + move.x, height_mm: region.height_mm + move.y }
        : { ...region, x_mm: region.x_mm + move.x, y_mm: region.y_mm + move.y };
      editor.change(at, { ...region, ...onPage(box, editor.template) });
    } else return;
    event.preventDefault();
  };
}

function Region(props: RegionProps) {
  const { editor, region, at, hold } = props;
  const words = useEditorWords();
  const keys = useKeys(props);
  const isSelected = editor.selected === at;
  const hasFault = editor.faults.some(({ index }) => index === at);
  return (
    // biome-ignore lint/a11y/useSemanticElements: what is drawn on a picture is no button element.
    <g
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      aria-label={nameOfRegion(words, region)}
      className={styles.region}
      data-kind={region.kind}
      data-selected={isSelected || undefined}
      data-fault={hasFault || undefined}
      onFocus={() => editor.select(at)}
      onKeyDown={keys}
      onPointerDown={hold && ((event) => hold(event, 'move', at))}
    >
      <rect {...rectOf(region)} />
      {region.kind !== 'name' &&
        bubblesOfRegion(region)
          .flat()
          .map(({ x_mm, y_mm, width_mm, height_mm, label }) =>
            editor.bubble_shape === 'ellipse' ? (
              <ellipse
                key={`${label} ${x_mm} ${y_mm}`}
                {...{ cx: x_mm, cy: y_mm, rx: width_mm / 2, ry: height_mm / 2 }}
              />
            ) : (
              <rect
                key={`${label} ${x_mm} ${y_mm}`}
                className={styles.bubble}
                {...{ x: x_mm - width_mm / 2, y: y_mm - height_mm / 2, width: width_mm, height: height_mm }}
              />
            ),
          )}
      {isSelected && hold && (
        <rect
          className={styles.handle}
          x={region.x_mm + region.width_mm - handle_mm / 2}
          y={region.y_mm + region.height_mm - handle_mm / 2}
          width={handle_mm}
          height={handle_mm}
          onPointerDown={(event) => hold(event, 'size', at)}
        />
      )}
    </g>
  );
}
