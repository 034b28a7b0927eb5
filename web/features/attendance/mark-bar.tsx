import type { Cell } from './attendance.queries.ts';
import styles from './marks.module.css';
import { marks } from './marks.ts';
import { ToldLine } from './told-line.tsx';
import type { Told } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

type Props = { brush: Cell['status']; choose: (status: Cell['status']) => void; told: Told };

/** Which mark a press makes, how the keys work, and what the last mark meant. */
export function MarkBar({ brush, choose, told }: Props) {
  const words = useAttendanceWords();
  return (
    <>
      <div className={styles.bar}>
        <div className={`${styles.choices} ${styles.inline}`} role="radiogroup" aria-label={words.make}>
          {marks
            .filter(({ status }) => status !== 'UNSET')
            .map(({ status, key, tone }) => (
              <label
                key={status}
                className={`${styles.choice} ${status === brush ? styles.tinted : ''}`}
                data-tone={tone}
              >
                <input type="radio" name="brush" checked={status === brush} onChange={() => choose(status)} />
                {words.statuses[status]}
                <kbd aria-hidden>{key}</kbd>
              </label>
            ))}
        </div>
        <div className={styles.hints}>
          <span>{words.howMouse(words.statuses[brush])}</span>
          <span className={styles.keys}>{words.howKeys}</span>
        </div>
      </div>
      <ToldLine told={told} />
    </>
  );
}
