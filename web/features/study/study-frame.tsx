import { Alert, Group, UnstyledButton } from '@mantine/core';
import { IconDatabaseOff } from '@tabler/icons-react';
import { onlineManager } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { Page } from '../../ui/page.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { hashOf } from './memory.rules.ts';
import { countUnsent } from './round.rules.ts';
import styles from './study.module.css';
import { useStudy, useSync } from './use-study.ts';
import { useStudyWords } from './words.ts';

function useOnline(): boolean {
  return useSyncExternalStore(onlineManager.subscribe.bind(onlineManager), () => onlineManager.isOnline());
}

/** The hash of all that is remembered, in the eight letters that people can compare. */
function useProof(): string {
  const { remembered, sync } = useStudy().state;
  const [proof, setProof] = useState('');
  useEffect(() => {
    if (sync.state !== 'agreed') return;
    void hashOf(remembered).then((hash) => setProof(hash));
  }, [remembered, sync]);
  return proof;
}

const tones = {
  agreed: 'ok',
  busy: 'busy',
  offline: 'idle',
  differs: 'warn',
  failed: 'warn',
  resting: 'idle',
} as const;

/** Whether device and server remember the same, and what is on its way; nothing to answer. */
export function SyncMark() {
  const words = useStudyWords();
  const { study, state } = useStudy();
  const proof = useProof();
  const isOnline = useOnline();
  const unsent = countUnsent(state.rounds);
  const sync = isOnline ? state.sync.state : 'offline';
  const mayRetry = sync === 'failed' || sync === 'differs';
  const mark = (
    <StatusBadge tone={tones[sync]}>
      <span data-state-hash={sync === 'agreed' ? proof : undefined}>{words.sync[sync]}</span>
    </StatusBadge>
  );
  return (
    <Group gap={6} component="span" role="status" className={styles.marks}>
      {mayRetry ? (
        <UnstyledButton aria-label={words.sync.retry(words.sync[sync])} onClick={() => void study.sync()}>
          {mark}
        </UnstyledButton>
      ) : (
        <span title={sync === 'agreed' ? words.sync.proof(proof.slice(0, 8)) : undefined}>{mark}</span>
      )}
      {unsent > 0 && (
        <span title={words.unsentHint}>
          <StatusBadge tone="info">{words.unsent(unsent)}</StatusBadge>
        </span>
      )}
      {state.waiting_count > 0 && (
        <span title={words.waitingHint}>
          <StatusBadge tone="warn">{words.waiting(state.waiting_count)}</StatusBadge>
        </span>
      )}
    </Group>
  );
}

/** The device is full: what that means and what helps. */
export function KeptNotice() {
  const words = useStudyWords();
  const { is_unkept, rounds } = useStudy().state;
  if (!is_unkept) return null;
  const unsent = countUnsent(rounds);
  return (
    <Alert
      color="cinnabar"
      icon={<IconDatabaseOff size={18} aria-hidden />}
      title={words.unkept}
      role="alert"
      py="xs"
    >
      {unsent > 0 ? words.unkeptUnsent(unsent) : words.unkeptHint}
    </Alert>
  );
}

/** Title, tabs and how device and server stand, around each study screen of a student. */
export function StudyFrame({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  const words = useStudyWords();
  const { study } = useStudy();
  useSync(study);
  const { today, notes, weak, label } = words.tabs;
  return (
    <Page title={words.title} lead={<SyncMark />} actions={actions}>
      <TabLinks
        label={label}
        tabs={[
          { name: today, link: { to: '/student/study' }, exact: true },
          { name: notes, link: { to: '/student/study/notes' } },
          { name: weak, link: { to: '/student/study/weak' } },
        ]}
      />
      <KeptNotice />
      {children}
    </Page>
  );
}
