import { Button, Paper, Title } from '@mantine/core';
import type { Mode } from '@seodang/recall';
import { IconChevronDown } from '@tabler/icons-react';
import { Suspense, useRef, useState } from 'react';
import { later } from '../../lib/patiently.ts';
import { Row, Rows } from '../../ui/rows.tsx';
import type { TopicLoad } from './overview.rules.ts';
import styles from './study.module.css';
import { ROUND_LENGTH, useBegin } from './use-begin.ts';
import { useStudyWords } from './words.ts';

function modesFor({ due, wrong, is_frequent }: TopicLoad): Mode[] {
  return [
    ...(due > 0 ? (['due'] as const) : []),
    ...(wrong > 0 ? (['wrong_variants'] as const) : []),
    'random',
    ...(is_frequent ? (['frequent_focus'] as const) : []),
  ];
}

/** Loaded behind the first screen, and for the topic that is pressed: for each it would hold the list up. */
const TopicMenu = later(async () => (await import('./topic-menu.tsx')).TopicMenu);

function Practise({ topic }: { topic: TopicLoad }) {
  const words = useStudyWords();
  const begin = useBegin();
  const [isPressed, press] = useState(false);
  const place = useRef<HTMLButtonElement>(null);
  const button = (
    <Button
      ref={place}
      variant="default"
      className={styles.practise}
      aria-label={words.practiseOf(topic.title)}
      aria-haspopup="menu"
      rightSection={<IconChevronDown size={16} aria-hidden />}
      onClick={() => press(true)}
    >
      {words.practise}
    </Button>
  );
  if (!isPressed) return button;
  return (
    <Suspense fallback={button}>
      <TopicMenu
        button={place}
        modes={modesFor(topic)}
        choose={(mode) => void begin({ mode, topic: topic.id, count: ROUND_LENGTH })}
      >
        {button}
      </TopicMenu>
    </Suspense>
  );
}

/** Every topic with what there is to do in it. */
export function TopicList({ topics }: { topics: readonly TopicLoad[] }) {
  const words = useStudyWords();
  return (
    <Paper p="lg" component="section">
      <Title order={2} size="h4">
        {words.topics}
      </Title>
      <Rows>
        {topics.map((topic) => (
          <Row
            key={topic.id}
            title={topic.title}
            facts={words.topicFacts(topic.questions, topic.due, topic.wrong)}
          >
            <Practise topic={topic} />
          </Row>
        ))}
      </Rows>
    </Paper>
  );
}
