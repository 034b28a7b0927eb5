import { IconList, IconLock } from '@tabler/icons-react';
import { clockOf } from '../../lib/dates.ts';
import list from './chapter-list.module.css';
import { useChapterWords } from './chapters.words.ts';
import styles from './player.module.css';
import type { Chapters } from './use-chapters.ts';

/** Opens the list of chapters; nothing where there are none. */
export function ChaptersButton({ chapters: { chapters, isOpen, toggle } }: { chapters: Chapters }) {
  const words = useChapterWords();
  if (chapters.length === 0) return null;
  return (
    <button
      type="button"
      className={styles.button}
      onClick={toggle}
      aria-label={words.title}
      aria-expanded={isOpen}
    >
      <IconList aria-hidden />
    </button>
  );
}

/** The chapters over the picture: where each begins, which one it is now, and which are not open yet. */
export function ChapterList({
  chapters: { chapters, isOpen, isClosed, present, go, close },
}: {
  chapters: Chapters;
}) {
  const words = useChapterWords();
  if (!isOpen || chapters.length === 0) return null;
  return (
    <nav className={list.chapters} aria-label={words.title}>
      <ol>
        {chapters.map((chapter) => (
          <li key={chapter.at}>
            <button
              type="button"
              aria-current={chapter === present ? 'step' : undefined}
              aria-disabled={isClosed(chapter)}
              title={isClosed(chapter) ? words.closed : undefined}
              onClick={() => {
                go(chapter.at);
                if (!isClosed(chapter)) close();
              }}
            >
              <span className={list.at}>{clockOf(chapter.at)}</span>
              <span>{chapter.title}</span>
              {isClosed(chapter) && <IconLock size={16} aria-label={words.closed} />}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
