import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast, undoToast } from '../../ui/toast.tsx';
import { type LectureDetail, teachersQuery, undoUntil, useAssignStaff } from './classes.queries.ts';
import { useLectureSettingsWords } from './settings.words.ts';

type Props = { lecture: LectureDetail; mayAssign: boolean };
type Member = LectureDetail['staff'][number];

/** Who works in a lecture besides its teacher; owners and admins say who. */
export function LectureStaff({ lecture, mayAssign }: Props) {
  const words = useLectureSettingsWords();
  const { roles } = useCoreWords();
  const assign = useAssignStaff(lecture.id);
  const ids = lecture.staff.map(({ user_id }) => user_id);
  const remove = ({ user_id, name }: Member) =>
    assign.mutate(
      ids.filter((id) => id !== user_id),
      {
        onSuccess: () =>
          undoToast({
            message: words.removed(name),
            until: undoUntil(),
            undo: () => assign.mutateAsync(ids),
          }),
      },
    );
  return (
    <Section title={words.staff} lead={words.staffLead}>
      {lecture.staff.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noStaff}
        </Text>
      ) : (
        <Rows>
          {lecture.staff.map((member) => (
            <Row key={member.user_id} title={member.name} facts={roles[member.role]}>
              {mayAssign && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconUserMinus size={15} aria-hidden />}
                  aria-label={words.removeOf(member.name)}
                  disabled={assign.isPending}
                  onClick={() => remove(member)}
                >
                  {words.remove}
                </Button>
              )}
            </Row>
          ))}
        </Rows>
      )}
      {mayAssign && <AddStaff lecture={lecture} assign={assign} />}
    </Section>
  );
}

type AddProps = { lecture: LectureDetail; assign: ReturnType<typeof useAssignStaff> };

function AddStaff({ lecture, assign }: AddProps) {
  const words = useLectureSettingsWords();
  const { roles } = useCoreWords();
  const [chosen, choose] = useState('');
  const ids = lecture.staff.map(({ user_id }) => user_id);
  const others = (useQuery(teachersQuery).data?.results ?? []).filter(
    ({ id, role }) =>
      (role === 'teacher' || role === 'assistant') && id !== lecture.teacher_id && !ids.includes(id),
  );
  const add = () => {
    const member = others.find(({ id }) => String(id) === chosen);
    if (!member) return;
    assign.mutate([...ids, member.id], {
      onSuccess: () => {
        choose('');
        doneToast(words.added(member.name));
      },
    });
  };
  if (others.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.nobodyElse}
      </Text>
    );
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label={words.add}
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: words.choose },
          ...others.map(({ id, name, role }) => ({ value: String(id), label: `${name} · ${roles[role]}` })),
        ]}
        flex={1}
        maw="20rem"
      />
      <Button disabled={chosen === ''} loading={assign.isPending} onClick={add}>
        {words.assign}
      </Button>
    </Group>
  );
}
