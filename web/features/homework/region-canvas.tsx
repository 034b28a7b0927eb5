import type { PointerEvent } from 'react';
import { type Box, boxKeys, useBoxGrip } from '../../ui/box-grip.ts';
import styles from '../sheets/sheets.module.css';
import type { ReferencePage } from './reference.queries.ts';
import { boxOf, type DraftRegion, paperOf, partsOf } from './region.rules.ts';
import { useRegionWords } from './region.words.ts';

const handle = 4;
const least = 2;

export type RegionDraft = {
  regions: readonly DraftRegion[];
  selected: number | undefined;
  select: (at: number | undefined) => void;
  change: (at: number, region: DraftRegion) => void;
  add: (box: DraftRegion['box']) => void;
  remove: (at: number) => void;
};
type Props = { page: ReferencePage; draft: RegionDraft; isDrawing: boolean };

/** A reference page with the places of its answers on it. */
export function RegionCanvas({ page, draft, isDrawing }: Props) {
  const words = useRegionWords();
  const paper = paperOf(page);
  const { regions, selected } = draft;
  const changeBox = (at: number, box: Box) => {
    const region = regions[at];
    if (region) draft.change(at, { ...region, box: partsOf(box, paper) });
  };
  const grip = useBoxGrip({
    boxAt: (at) => regions[at] && boxOf(regions[at].box, paper),
    select: draft.select,
    change: changeBox,
    draw: isDrawing ? (box) => draft.add(partsOf(box, paper)) : undefined,
    least,
  });
  const press = (event: PointerEvent) => {
    draft.select(undefined);
    if (isDrawing) grip.hold(event, 'draw', -1);
  };
  return (
    <div className={styles.stage}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a picture. */}
      <svg
        ref={grip.svg}
        role="group"
        aria-label={words.page(page.label)}
        className={styles.sheet}
        data-drawing={isDrawing || undefined}
        style={{ width: '100%', aspectRatio: `${paper.width} / ${paper.height}` }}
        viewBox={`0 0 ${paper.width} ${paper.height}`}
        onPointerDown={press}
        onPointerMove={grip.pull}
        onPointerUp={grip.letGo}
        onPointerCancel={grip.letGo}
      >
        <image href={page.url} width={paper.width} height={paper.height} preserveAspectRatio="none" />
        {regions.map((region, at) => {
          const box = boxOf(region.box, paper);
          return (
            // biome-ignore lint/a11y/useSemanticElements: what is drawn on a picture is no button element.
            <g
              // biome-ignore lint/suspicious/noArrayIndexKey: a new one is known by its place in the list alone.
              key={at}
              role="button"
              tabIndex={0}
              aria-pressed={selected === at}
              aria-label={words.region(region.label)}
              className={styles.region}
              data-selected={selected === at || undefined}
              onFocus={() => draft.select(at)}
              onKeyDown={boxKeys({
                box,
                change: (next) => changeBox(at, next),
                remove: () => draft.remove(at),
                leave: () => draft.select(undefined),
              })}
              onPointerDown={(event) => grip.hold(event, 'move', at)}
            >
              <rect {...box} />
              <text x={box.x + 1.5} y={box.y + 5.5} fontSize={5} className={styles.name}>
                {region.label}
              </text>
              {selected === at && (
                <rect
                  className={styles.handle}
                  x={box.x + box.width - handle / 2}
                  y={box.y + box.height - handle / 2}
                  width={handle}
                  height={handle}
                  onPointerDown={(event) => grip.hold(event, 'size', at)}
                />
              )}
            </g>
          );
        })}
        {grip.drawn && <rect className={styles.drawn} {...grip.drawn} />}
      </svg>
    </div>
  );
}
