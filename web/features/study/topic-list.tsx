import { Button, Menu, Paper, Title } from '@mantine/core';
import type { Mode } from '@seodang/recall';
import { IconChevronDown } from '@tabler/icons-react';
import { Row, Rows } from '../../ui/rows.tsx';
import type { TopicLoad } from './overview.rules.ts';
import styles from './study.module.css';
import { ROUND_LENGTH, useBegin } from './use-begin.ts';
import { useStudyWords } from './words.ts';

function modesFor({ due, wrong }: TopicLoad): Mode[] {
  return [
    ...(due > 0 ? (['due'] as const) : []),
    ...(wrong > 0 ? (['wrong_variants'] as const) : []),
    ...(['random', 'frequent_focus'] as const),
  ];
}

function Practise({ topic }: { topic: TopicLoad }) {
  const words = useStudyWords();
  const begin = useBegin();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          className={styles.practise}
          aria-label={words.practiseOf(topic.title)}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {words.practise}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {modesFor(topic).map((mode) => (
          <Menu.Item key={mode} onClick={() => void begin({ mode, topic: topic.id, count: ROUND_LENGTH })}>
            {words.modes[mode]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
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
