import { bubblesOfRegion, type RegionBox, type SheetRegion } from '@seodang/contract/sheet-regions.ts';
import { type Box, boxKeys, type Hold, useBoxGrip } from '../../ui/box-grip.ts';
import { useEditorWords } from './editor.words.ts';
import { nameOfRegion } from './region-name.ts';
import { onPage, type RegionKind } from './regions.rules.ts';
import styles from './sheets.module.css';
import type { Regions } from './use-regions.ts';

const handle_mm = 3.2;
const least_mm = 2;

const toBox = ({ x_mm, y_mm, width_mm, height_mm }: RegionBox): Box => ({
  ...{ x: x_mm, y: y_mm, width: width_mm, height: height_mm },
});
const ofBox = ({ x, y, width, height }: Box): RegionBox => ({
  ...{ x_mm: x, y_mm: y, width_mm: width, height_mm: height },
});

type Props = { editor: Regions; tool: RegionKind | undefined; onDrawn: () => void; zoom: number };

function moved(editor: Regions, at: number, box: Box): void {
  const region = editor.regions[at];
  if (region) editor.change(at, { ...region, ...onPage(ofBox(box), editor.template) });
}

function useGrip({ editor, tool, onDrawn }: Omit<Props, 'zoom'>) {
  return useBoxGrip({
    boxAt: (at) => editor.regions[at] && toBox(editor.regions[at]),
    select: editor.select,
    change: (at, box) => moved(editor, at, box),
    draw:
      tool &&
      ((box) => {
        editor.add(tool, ofBox(box));
        onDrawn();
      }),
    least: least_mm,
  });
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
        {drawn && <rect className={styles.drawn} {...drawn} />}
      </svg>
    </div>
  );
}

type RegionProps = {
  editor: Regions;
  region: SheetRegion;
  at: number;
  hold: Hold | undefined;
};

function Region(props: RegionProps) {
  const { editor, region, at, hold } = props;
  const words = useEditorWords();
  const keys = boxKeys({
    box: toBox(region),
    change: (box) => moved(editor, at, box),
    remove: () => editor.remove(at),
    leave: () => editor.select(undefined),
  });
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
      <rect {...toBox(region)} />
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
