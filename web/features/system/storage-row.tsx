import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { formatBytes } from '../../lib/numbers.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './readiness.module.css';
import type { StorageFault } from './storage.queries.ts';
import { useStorageWords } from './storage.words.ts';

/** What it is, where it lies, since when it is known, and what a person does about it. */
export function FaultRow({ fault }: { fault: StorageFault }) {
  const words = useStorageWords();
  const dates = useDates();
  const { kind, place, subject, files, bytes, modified_at, found_at, removing_at } = fault;
  const facts = [
    kind === 'orphan' && words.amount(files, formatBytes(bytes)),
    modified_at && words.writtenAt(dates.shortDay(modified_at)),
    words.since(dates.dateTime(found_at)),
  ].filter(Boolean);
  return (
    <li className={styles.fault}>
      <div className={styles.faultText}>
        {subject !== '' && <p className={styles.name}>{subject}</p>}
        <p className={styles.place}>{place}</p>
        <p className={styles.what}>{facts.join(' · ')}</p>
        <Mend fault={fault} />
      </div>
      {removing_at ? (
        <StatusBadge tone="busy">{words.removing}</StatusBadge>
      ) : (
        <StatusBadge tone={kind === 'orphan' ? 'idle' : 'bad'}>{words.kinds[kind]}</StatusBadge>
      )}
    </li>
  );
}

function Mend({ fault: { kind, subject_type, subject_id } }: { fault: StorageFault }) {
  const words = useStorageWords();
  if (kind === 'orphan') return null;
  return (
    <Text size="sm" mt={2}>
      {words.mends[kind]}{' '}
      {subject_type === 'video' && subject_id !== null && (
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/staff/videos/$id" params={{ id: String(subject_id) }} {...props} />
          )}
        >
          {words.openVideo}
        </Anchor>
      )}
    </Text>
  );
}
