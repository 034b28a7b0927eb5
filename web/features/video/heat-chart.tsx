import { useState } from 'react';
import { clockOf } from '../../lib/dates.ts';
import type { Heat } from './audience.queries.ts';
import styles from './heat.module.css';
import { countsOf, stepsOf, ticksOf } from './heat.rules.ts';
import type { Thumb } from './storyboard.ts';
import { useWatchingWords } from './watching.words.ts';

const height = 100;

/** Along the video: who watched each part, who got that far, and what was watched again; read part by part by keys. */
export function HeatChart({ heat, thumbs }: { heat: Heat; thumbs: readonly Thumb[] }) {
  const words = useWatchingWords();
  const { parts, duration } = heat;
  const [at, setAt] = useState(0);
  const part = parts[Math.min(at, parts.length - 1)];
  const most = Math.max(1, heat.started);
  const again = Math.max(0, ...parts.map(({ rewatched }) => rewatched));
  if (!part) return null;
  const counts = countsOf(part);
  const told = words.at(clockOf(part.from), counts.watched, counts.reached, counts.skipped, counts.rewatched);
  const middle = (100 * (at + 0.5)) / parts.length;
  const point = (event: React.PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    setAt(Math.max(0, Math.min(parts.length - 1, Math.floor(share * parts.length))));
  };
  return (
    <div className={styles.chart}>
      <div className={styles.box} onPointerMove={point} onPointerDown={point}>
        <Bars heat={heat} most={most} />
        <span className={styles.scale} style={{ top: 0 }} aria-hidden>
          {words.count(most)}
        </span>
        {again > 0 && <Again heat={heat} most={again} />}
        <span className={styles.cursor} style={{ left: `${middle}%` }} />
      </div>
      <div className={styles.axis} aria-hidden>
        {ticksOf(duration).map((tick) => (
          <span
            key={tick}
            data-end={tick > duration * 0.95 || undefined}
            style={{ left: `${(100 * tick) / duration}%` }}
          >
            {clockOf(tick)}
          </span>
        ))}
      </div>
      <input
        type="range"
        className={styles.range}
        min={0}
        max={parts.length - 1}
        value={at}
        aria-label={words.place}
        aria-valuetext={told}
        onChange={(event) => setAt(Number(event.currentTarget.value))}
      />
      <Peek seconds={part.from} told={told} thumbs={thumbs} />
    </div>
  );
}

function Bars({ heat: { parts }, most }: { heat: Heat; most: number }) {
  const words = useWatchingWords();
  const width = 1000 / parts.length;
  const line = stepsOf(
    parts.map(({ reached }) => reached),
    most,
    height,
  );
  return (
    <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" role="img" aria-label={words.chart}>
      <path className={styles.skippedArea} d={`${line}V${height}H0Z`} />
      {parts.map(({ from, watched }, place) => {
        const tall = (height * Math.min(watched, most)) / most;
        return (
          <rect
            key={from}
            className={styles.watchedBar}
            x={place * width}
            y={height - tall}
            width={width}
            height={tall}
          />
        );
      })}
      {[0, height / 2, height].map((y) => (
        <line key={y} className={styles.rule} x1={0} x2={1000} y1={y} y2={y} />
      ))}
      <path className={styles.line} d={line} />
    </svg>
  );
}

function Again({ heat: { parts }, most }: { heat: Heat; most: number }) {
  const width = 1000 / parts.length;
  return (
    <svg className={styles.again} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden>
      {parts.map(({ from, rewatched }, place) => {
        const tall = (height * rewatched) / most;
        return (
          <rect
            key={from}
            className={styles.againBar}
            x={place * width}
            y={height - tall}
            width={width}
            height={tall}
          />
        );
      })}
      <line className={styles.rule} x1={0} x2={1000} y1={height} y2={height} />
    </svg>
  );
}

function Peek({ seconds, told, thumbs }: { seconds: number; told: string; thumbs: readonly Thumb[] }) {
  const thumb = thumbs.find(({ from, to }) => seconds >= from && seconds < to);
  return (
    <div className={styles.peek} aria-hidden>
      {thumb && (
        <span
          style={{
            width: thumb.width,
            height: thumb.height,
            backgroundImage: `url("${thumb.image}")`,
            backgroundPosition: `-${thumb.x}px -${thumb.y}px`,
          }}
        />
      )}
      <span>{told}</span>
    </div>
  );
}
