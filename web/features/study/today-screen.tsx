import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFlame } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import type { Today } from './overview.rules.ts';
import { PackView } from './pack-view.tsx';
import { countedOf } from './round.rules.ts';
import styles from './study.module.css';
import { StudyFrame } from './study-frame.tsx';
import { TopicList } from './topic-list.tsx';
import { ROUND_LENGTH, useBegin } from './use-begin.ts';
import { useStudy, useToday } from './use-study.ts';
import { useStudyWords } from './words.ts';

function Next({ today }: { today: Today }) {
  const words = useStudyWords();
  const { study } = useStudy();
  const navigate = useNavigate();
  const begin = useBegin();
  const open = study.openRound();
  const isDone = today.due_count === 0;
  const goOn = () =>
    open && void navigate({ to: '/student/study/rounds/$uuid', params: { uuid: open.uuid } });
  return (
    <Stack gap="sm" align="flex-start">
      <div>
        <Title order={2} size="h3">
          {isDone ? words.dueNone : words.due(today.due_count)}
        </Title>
        <Text size="sm" c="dimmed">
          {open
            ? (open.is_joined ? words.resumeElsewhere : words.resumeHint)(
                countedOf(open).length,
                open.pub_ids.length,
              )
            : isDone
              ? words.dueNoneHint
              : words.dueHint}
        </Text>
      </div>
      <Group gap="xs">
        {open && (
          <Button size="md" onClick={goOn}>
            {words.resume}
          </Button>
        )}
        {!isDone && (
          <Button
            size="md"
            variant={open ? 'default' : 'filled'}
            onClick={() => void begin({ mode: 'due', count: ROUND_LENGTH })}
          >
            {words.start}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Figures({ today: { streak, retention } }: { today: Today }) {
  const words = useStudyWords();
  return (
    <dl className={styles.figures}>
      <div>
        <dt>{words.streak}</dt>
        <dd>
          <IconFlame size={18} aria-hidden /> {words.streakDays(streak)}
        </dd>
      </div>
      {retention !== null && (
        <div title={words.retentionHint}>
          <dt>{words.retention}</dt>
          <dd>{words.percent(retention)}</dd>
        </div>
      )}
    </dl>
  );
}

function Forecast({ today: { forecast } }: { today: Today }) {
  const words = useStudyWords();
  const dates = useDates();
  const most = Math.max(1, ...forecast.map(({ due }) => due));
  return (
    <Paper p="lg" component="section">
      <Title order={2} size="h4" mb="sm">
        {words.forecast}
      </Title>
      <ol className={styles.forecast}>
        {forecast.map(({ day, due }) => (
          <li key={day} aria-label={words.forecastDay(dates.day(day), due)}>
            <span aria-hidden className={styles.count}>
              {due > 0 ? due : ''}
            </span>
            <span aria-hidden className={styles.bar} style={{ height: `${(due / most) * 100}%` }} />
            <span aria-hidden className={styles.day}>
              {Number(day.slice(8))}
            </span>
          </li>
        ))}
      </ol>
    </Paper>
  );
}

function Overview() {
  const { study } = useStudy();
  const today = useToday(study);
  return (
    <>
      <Paper p="lg">
        <div className={styles.hero}>
          <Next today={today} />
          <Figures today={today} />
        </div>
      </Paper>
      <TopicList topics={today.topics} />
      <Forecast today={today} />
    </>
  );
}

/** What is due today, how far the student has come, and every topic to practise. */
export function StudyTodayScreen() {
  return (
    <StudyFrame>
      <PackView>
        <Overview />
      </PackView>
    </StudyFrame>
  );
}
