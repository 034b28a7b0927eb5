import { IconBadgeCc, IconBadgeCcFilled } from '@tabler/icons-react';
import styles from './player.module.css';
import type { useCaptions } from './use-captions.ts';
import { useVideoWords } from './words.ts';

/** Captions on and off, and which where there are several; nothing where there are none. */
export function CaptionsControl({ captions }: { captions: ReturnType<typeof useCaptions> }) {
  const words = useVideoWords();
  const { tracks, shown, choose, toggle } = captions;
  if (tracks.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className={styles.button}
        onClick={toggle}
        aria-label={words.captions}
        aria-pressed={shown !== undefined}
      >
        {shown ? <IconBadgeCcFilled aria-hidden /> : <IconBadgeCc aria-hidden />}
      </button>
      {tracks.length > 1 && shown && (
        <select
          className={styles.speed}
          aria-label={words.captions}
          value={shown.id}
          onChange={({ currentTarget }) =>
            choose(tracks.find(({ id }) => id === Number(currentTarget.value)))
          }
        >
          {tracks.map(({ id, label, language }) => (
            <option key={id} value={id} lang={language}>
              {label}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
