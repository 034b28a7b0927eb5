import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../lib/login.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { HandIn } from './hand-in.tsx';
import styles from './homework.module.css';
import { homeworkQuery, ownStandingsQuery, type Standing, versionsQuery } from './homework.queries.ts';
import { useOutbox } from './outbox.ts';
import { ParcelCard } from './parcel-card.tsx';
import { DueText, StandingBadge } from './standing-badge.tsx';
import { VersionCard } from './versions.tsx';
import { useHomeworkWords } from './words.ts';

type Place = { homework_id: number; enrollment_id: number };

function Versions({ homework_id, enrollment_id, max_score }: Place & Pick<Standing, 'max_score'>) {
  const words = useHomeworkWords();
  const versions = useQuery(versionsQuery(homework_id, enrollment_id));
  return (
    <QueryView query={versions}>
      {(list) => (
        <Stack gap="sm" component="section">
          <Title order={2} size="h4">
            {words.history.title}
          </Title>
          {list.map((version, at) => (
            <VersionCard key={version.id} version={version} number={list.length - at} max_score={max_score} />
          ))}
        </Stack>
      )}
    </QueryView>
  );
}

function Task({ standing }: { standing: Standing }) {
  const { homework_id } = standing;
  const description = useQuery(homeworkQuery(homework_id)).data?.description;
  return (
    <Paper p="md">
      <Stack gap="xs" align="flex-start">
        <StandingBadge standing={standing} />
        <Text>
          <DueText standing={standing} />
        </Text>
        {description && <Text className={styles.comment ?? ''}>{description}</Text>}
      </Stack>
    </Paper>
  );
}

/** One piece of homework of one student: what is asked, handing in, and every version with what was said to it. */
export function HomeworkScreen({ homework_id, enrollment_id }: Place) {
  const words = useHomeworkWords();
  const isStudent = useMe().user.role === 'student';
  const standings = useQuery(ownStandingsQuery);
  const isThis = (one: Place) => one.homework_id === homework_id && one.enrollment_id === enrollment_id;
  const standing = standings.data?.results.find(isThis);
  const sending = useOutbox().filter(({ parcel }) => isThis(parcel));
  const mayHandIn = isStudent && standing?.state !== 'approved' && sending.length === 0;
  return (
    <Page
      title={standing?.title ?? words.title}
      lead={standing && `${standing.lecture_title} · ${standing.session_title}`}
      back={{ label: words.title, link: { to: isStudent ? '/student/homework' : '/parent/homework' } }}
    >
      <QueryView query={standings} isEmpty={() => !standing} empty={<Text>{words.none}</Text>}>
        {() =>
          standing && (
            <Stack gap="md">
              <Task standing={standing} />
              {sending.map((one) => (
                <ParcelCard key={one.parcel.id} sending={one} />
              ))}
              {mayHandIn && <HandIn standing={standing} />}
              {standing.versions > 0 && (
                <Versions {...{ homework_id, enrollment_id }} max_score={standing.max_score} />
              )}
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}
