import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconDownload, IconTargetArrow } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { download } from '../../lib/download.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { weakOf } from './overview.rules.ts';
import { PackView } from './pack-view.tsx';
import { StudyFrame } from './study-frame.tsx';
import { useStudy, useToday } from './use-study.ts';
import { WeakList } from './weak-list.tsx';
import { useStudyWords } from './words.ts';

function WeakLists() {
  const words = useStudyWords();
  const { study } = useStudy();
  const { subjects, tags } = weakOf(useToday(study).known);
  if (subjects.length + tags.length === 0)
    return (
      <Paper>
        <EmptyState icon={IconTargetArrow} title={words.weak.none} hint={words.weak.noneHint} />
      </Paper>
    );
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.weak.hint}
      </Text>
      <WeakList title={words.weak.subjects} list={subjects} />
      <WeakList title={words.weak.tags} list={tags} />
    </>
  );
}

/** Everything of one's own, as a file that the server makes. */
function OwnData() {
  const { own } = useStudyWords();
  const isOnline = useStudy().state.sync.state !== 'offline';
  const make = useMutation({ mutationFn: () => download('/study/export', 'study.zip') });
  return (
    <Paper p="lg" component="section">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h4">
            {own.title}
          </Title>
          <Text size="sm" c="dimmed">
            {own.hint}
          </Text>
        </div>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={make.isPending}
          disabled={!isOnline}
          onClick={() => make.mutate()}
        >
          {own.download}
        </Button>
      </Group>
    </Paper>
  );
}

/** Where the student is weak, and how sure that is. */
export function WeakScreen() {
  return (
    <StudyFrame>
      <PackView>
        <WeakLists />
        <OwnData />
      </PackView>
    </StudyFrame>
  );
}
