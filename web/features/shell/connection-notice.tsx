import { IconWifiOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import styles from './connection-notice.module.css';

function follow(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** A quiet line above the screen while the browser has no network. */
export function ConnectionNotice() {
  const { states } = useCoreWords();
  const online = useSyncExternalStore(follow, () => navigator.onLine);
  return (
    <div role="status">
      {!online && (
        <p className={styles.notice}>
          <IconWifiOff size={16} aria-hidden /> {states.offline}
        </p>
      )}
    </div>
  );
}
