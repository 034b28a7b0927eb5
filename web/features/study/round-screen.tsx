import { Paper } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Asking } from './asking.tsx';
import { type Given, nextOf } from './round.rules.ts';
import { RoundResult } from './round-result.tsx';
import type { Study } from './study.ts';
import { KeptNotice, SyncMark } from './study-frame.tsx';
import { useStudy, useSync } from './use-study.ts';
import { useStudyWords } from './words.ts';

/** Who puts the device away or goes elsewhere may go on with another one. */
function useLeaving(study: Study, uuid: string) {
  useEffect(() => {
    const leave = () => void study.leave(uuid);
    const onHide = () => document.visibilityState === 'hidden' && leave();
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      leave();
    };
  }, [study, uuid]);
}

/** One round: its questions one by one, then what it changed. */
export function RoundScreen({ uuid }: { uuid: string }) {
  const words = useStudyWords();
  const { study, state } = useStudy();
  useSync(study);
  useLeaving(study, uuid);
  const [shown, show] = useState<Given>();
  const round = state.rounds.find((one) => one.uuid === uuid);
  const next = round && nextOf(round, state.questions);
  const isOver = round && (round.finished_at !== null || (!next && !shown));
  const content = () => {
    if (!state.is_open) return <SkeletonRows />;
    if (!round)
      return (
        <Paper>
          <EmptyState icon={IconFileOff} title={words.goneTitle} hint={words.goneHint} />
        </Paper>
      );
    if (isOver) return <RoundResult round={round} />;
    return <Asking round={round} next={next} shown={shown} show={show} />;
  };
  return (
    <Page
      title={isOver ? words.ended : words.quiz}
      lead={<SyncMark />}
      back={{ label: words.title, link: { to: '/student/study' } }}
      width="narrow"
    >
      <KeptNotice />
      {content()}
    </Page>
  );
}
