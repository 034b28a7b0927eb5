import { IconChevronRight } from '@tabler/icons-react';
import { useDates } from '../../lib/dates.ts';
import type { AuditEntry } from './audit.queries.ts';
import { changesOf } from './changes.rules.ts';
import { useDeedWords } from './deeds.words.ts';
import styles from './entry.module.css';
import { useAuditWords } from './words.ts';

/** An entry may be older than the words of today. */
type Names = Readonly<Record<string, string | undefined>>;

function useDeed(): (action: string) => string {
  const words = useAuditWords();
  const { areas, verbs }: { areas: Names; verbs: Names } = useDeedWords();
  return (action) => {
    const [area = '', verb = ''] = action.split('.');
    return words.did(areas[area] ?? area, verbs[verb] ?? verb.replaceAll('_', ' '));
  };
}

function Details({ entry }: { entry: AuditEntry }) {
  const words = useAuditWords();
  const changes = changesOf(entry.before, entry.after);
  if (changes.length === 0) return <p className={styles.quiet}>{words.noDetails}</p>;
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One change: who did what and when; opened, the values before and after. */
export function Entry({ entry }: { entry: AuditEntry }) {
  const words = useAuditWords();
  const dates = useDates();
  const deed = useDeed();
  return (
    <li className={styles.entry}>
      <details>
        <summary className={styles.line}>
          <IconChevronRight size={16} aria-hidden className={styles.mark} />
          <span className={styles.deed}>
            {deed(entry.action)}
            {entry.subject_id && <span className={styles.subject}> #{entry.subject_id}</span>}
          </span>
          <span>{entry.actor_name ?? words.system}</span>
          <time dateTime={entry.occurred_at} className={styles.time}>
            {dates.stamp(entry.occurred_at)}
          </time>
        </summary>
        <div className={styles.details}>
          <Details entry={entry} />
          <p className={styles.quiet}>
            {entry.seq} · {words.request(entry.request_id)}
          </p>
        </div>
      </details>
    </li>
  );
}
