import { Group, Text } from '@mantine/core';
import type { ExamStatistics } from '@seodang/contract/statistics.ts';
import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { statisticsQuery } from '../exams/exams.queries.ts';
import { isChoice } from '../exams/questions.rules.ts';
import styles from './results.module.css';
import { useResultWords } from './words.ts';

type Item = ExamStatistics['items'][number];
/** Below it a question says little about who knows more; below zero its key is most probably wrong. */
const weak = 0.1;
const mostAnswers = 8;

function Facility({ facility }: Pick<Item, 'facility'>) {
  if (facility === null) return '–';
  const percent = Math.round(100 * facility);
  return (
    <span className={styles.facility}>
      <span className={styles.meter} aria-hidden>
        <i style={{ width: `${percent}%` }} />
      </span>
      {percent}%
    </span>
  );
}

function Discrimination({ discrimination }: Pick<Item, 'discrimination'>) {
  const words = useResultWords();
  if (discrimination === null) return '–';
  const value = discrimination.toFixed(2);
  return discrimination < weak ? (
    <span title={words.weak}>
      <StatusBadge tone={discrimination < 0 ? 'bad' : 'warn'}>{value}</StatusBadge>
    </span>
  ) : (
    value
  );
}

/** A choice as it stands on paper: ③, ①③. */
const circled = (text: string) =>
  text.replace(/,?([1-5])/g, (_, mark: string) => '①②③④⑤'[Number(mark) - 1] ?? mark);

function Answers({ distractors, kind }: Pick<Item, 'distractors' | 'kind'>) {
  const words = useResultWords();
  return (
    <ul className={styles.answers}>
      {distractors.slice(0, mostAnswers).map(({ answer, count, is_key }) => (
        <li key={answer} data-key={is_key || undefined}>
          {words.answerOf((isChoice(kind) ? circled(answer) : answer) || words.blank, count, is_key)}
        </li>
      ))}
    </ul>
  );
}

function useColumns(): Column<Item>[] {
  const words = useResultWords();
  return [
    {
      key: 'number',
      header: words.number,
      cell: ({ number, unsure }) => (
        <Group gap={6} wrap="nowrap">
          <Text span fw={600}>
            {number}
          </Text>
          {unsure > 0 && (
            <StatusBadge tone="warn">
              {words.unsureAnswers} {unsure}
            </StatusBadge>
          )}
        </Group>
      ),
      sortBy: ({ number }) => number,
    },
    {
      key: 'facility',
      header: words.facility,
      cell: Facility,
      sortBy: ({ facility }) => facility,
      align: 'end',
    },
    {
      key: 'discrimination',
      header: words.discrimination,
      cell: Discrimination,
      sortBy: ({ discrimination }) => discrimination,
      align: 'end',
    },
    { key: 'answers', header: words.answers, cell: Answers },
  ];
}

/** Question by question: how hard it was, whether it tells who knows more, what was answered. */
export function ItemTable({ exam_id }: { exam_id: number }) {
  const words = useResultWords();
  const statistics = useQuery(statisticsQuery(exam_id));
  const columns = useColumns();
  return (
    <QueryView query={statistics}>
      {({ items }) => (
        <DataTable
          label={words.views.items}
          rows={items}
          rowKey={({ exam_question_id }) => exam_question_id}
          columns={columns}
        />
      )}
    </QueryView>
  );
}
