import { Text, Title } from '@mantine/core';
import styles from './quiz.module.css';
import { RichText } from './rich-text.tsx';
import type { Question } from './round.rules.ts';

type Shown = Pick<Question, 'body' | 'subject' | 'tags' | 'topic_title'>;

/** What is asked, and where it is from. */
export function QuestionBody({ question, place }: { question: Shown; place?: string }) {
  const from = [place, question.topic_title, question.subject].filter(Boolean).join(' · ');
  return (
    <div>
      <Text size="sm" c="dimmed" mb={8}>
        {from}
      </Text>
      <Title order={2} size="h4" className={styles.body} component="div" role="heading" aria-level={2}>
        <RichText>{question.body}</RichText>
      </Title>
    </div>
  );
}
