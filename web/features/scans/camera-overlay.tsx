import { shownAnswer } from './camera.rules.ts';
import type { Seen } from './camera-messages.ts';

type Point = { x: number; y: number };
const pointsOf = (corners: readonly Point[]) => corners.map(({ x, y }) => `${x},${y}`).join(' ');

/** Where each answer lies on the picture and what was read there: who sees the boxes on the answers knows that it fits. */
export function CameraOverlay({ seen }: { seen: Seen }) {
  const { page, width, height } = seen;
  if (page.status !== 'read') return null;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {page.number_corners && <polygon points={pointsOf(page.number_corners)} />}
      {page.questions.map((question) => {
        const [, corner = { x: 0, y: 0 }, below = corner] = question.corners;
        return (
          <g key={question.number}>
            <polygon points={pointsOf(question.corners)} data-status={question.status} />
            <text
              x={corner.x + 4}
              y={(corner.y + below.y) / 2}
              fontSize={Math.max(8, 0.8 * (below.y - corner.y))}
              dominantBaseline="central"
            >
              {shownAnswer(question)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
