import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SkeletonRows } from '../../ui/loading.tsx';
import styles from './scans.module.css';
import { pageQuery } from './scans.queries.ts';

type Size = { width: number; height: number };

function useSizeOf(url: string | null | undefined): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    setSize(undefined);
    if (!url) return;
    const image = new Image();
    image.onload = () => setSize({ width: image.naturalWidth, height: image.naturalHeight });
    image.src = url;
    return () => {
      image.onload = null;
    };
  }, [url]);
  return size;
}

type Corners = readonly (readonly [number, number])[];

/** How many quarter turns a page lies off, by where the upper edge of an answer runs. */
export function turnsOf([from, to]: Corners, { width, height }: Size): number {
  if (!from || !to) return 0;
  const angle = Math.atan2((to[1] - from[1]) * height, (to[0] - from[0]) * width);
  return (((Math.round(angle / (Math.PI / 2)) % 4) + 4) % 4) as number;
}

const uprights = [
  () => '',
  ({ width }: Size) => `translate(0 ${width}) rotate(-90)`,
  ({ width, height }: Size) => `translate(${width} ${height}) rotate(180)`,
  ({ height }: Size) => `translate(${height} 0) rotate(90)`,
];

type Props = {
  page_id: number;
  label: string;
  /** Questions to outline, in place of those that a person has to look at. */
  outlined?: readonly number[];
};

/** A page as it was scanned, turned upright, with the answers outlined that a person has to look at. */
export function PagePicture({ page_id, label, outlined }: Props) {
  const page = useQuery(pageQuery(page_id)).data;
  const size = useSizeOf(page?.image_url);
  if (!page || !size) return <SkeletonRows rows={6} />;
  const { width, height } = size;
  const turns = turnsOf(page.answers[0]?.corners ?? [], size);
  const [across, down] = turns % 2 === 0 ? [width, height] : [height, width];
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${across} ${down}`}
      style={{ aspectRatio: `${across} / ${down}` }}
      role="img"
      aria-label={label}
    >
      <g transform={uprights[turns]?.(size) ?? ''}>
        <image href={page.image_url ?? ''} width={width} height={height} />
        {page.answers.map(({ exam_question_id, number, corners, status }) => (
          <polygon
            key={exam_question_id}
            data-check={(outlined?.includes(number) ?? status === 'review') || undefined}
            points={corners.map(([x, y]) => `${x * width},${y * height}`).join(' ')}
          />
        ))}
      </g>
    </svg>
  );
}
