import { Paper, Text } from '@mantine/core';
import { IconTargetArrow } from '@tabler/icons-react';
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

/** Where the student is weak, and how sure that is. */
export function WeakScreen() {
  return (
    <StudyFrame>
      <PackView>
        <WeakLists />
      </PackView>
    </StudyFrame>
  );
}
