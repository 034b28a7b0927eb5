import type { ReactNode, Ref } from 'react';
import styles from './homework.module.css';
import { pathOf, type Stroke, widthOf } from './strokes.rules.ts';

type Props = {
  strokes: readonly Stroke[];
  width: number;
  height: number;
  svg?: Ref<SVGSVGElement>;
  children?: ReactNode;
};

/** What was drawn, over a picture of this size; the picture itself stays as it is. */
export function Ink({ strokes, width, height, svg, children }: Props) {
  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={styles.ink}
      aria-hidden
    >
      {strokes.map((stroke, at) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: strokes are only added at the end and taken from there
          key={at}
          d={pathOf(stroke, width, height)}
          fill="none"
          stroke={stroke.colour ?? '#c44433'}
          strokeWidth={widthOf(stroke.kind, width, height)}
          strokeOpacity={stroke.kind === 'highlight' ? 0.35 : 0.9}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
      {children}
    </svg>
  );
}
