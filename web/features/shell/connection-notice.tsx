import { Button } from '@mantine/core';
import { IconRefresh, IconWifiOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useStore } from '../../lib/store.ts';
import { outdated } from '../../lib/version.ts';
import styles from './connection-notice.module.css';

function follow(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Says that the page is older than the app; what is on it stays until the user is ready. */
export function VersionNotice() {
  const { actions, errors } = useCoreWords();
  const isOutdated = useStore(outdated);
  return (
    <div role="status">
      {isOutdated && (
        <p className={styles.notice}>
          <IconRefresh size={16} aria-hidden /> {errors.newVersion}{' '}
          <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
            {actions.reload}
          </Button>
        </p>
      )}
    </div>
  );
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
