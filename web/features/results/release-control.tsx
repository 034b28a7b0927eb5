import { Button } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMe } from '../../lib/login.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import type { Exam } from '../exams/exams.queries.ts';
import { useRelease } from './results.queries.ts';
import { useResultWords } from './words.ts';

/** Whether students see their results, and the button that changes it; assistants only read it. */
export function ReleaseControl({ exam }: { exam: Exam }) {
  const words = useResultWords();
  const release = useRelease(exam.id);
  const mayRelease = useMe().user.role !== 'assistant';
  const isReleased = exam.released_at !== null;
  const rule = words.release_rules[exam.results_shown];
  const change = () =>
    release.mutate(!isReleased, {
      onSuccess: () => doneToast(isReleased ? words.withdrawn : words.released),
    });
  return (
    <>
      <StatusBadge tone={isReleased ? 'ok' : rule ? 'info' : 'idle'}>
        {isReleased ? words.isReleased : rule || words.isHidden}
      </StatusBadge>
      {mayRelease && (
        <Button
          variant={isReleased ? 'default' : 'filled'}
          leftSection={isReleased ? <IconEyeOff size={17} aria-hidden /> : <IconEye size={17} aria-hidden />}
          loading={release.isPending}
          onClick={change}
        >
          {isReleased ? words.withdraw : words.release}
        </Button>
      )}
    </>
  );
}
