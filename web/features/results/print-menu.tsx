import { Button, Group } from '@mantine/core';
import { IconNotebook, IconPrinter, IconReportAnalytics } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { download } from '../../lib/download.ts';
import { examQuery } from '../exams/exams.queries.ts';
import { FileMenu } from './file-menu.tsx';
import { useResultWords } from './words.ts';

const contents = ['cards', 'wrong_notes'] as const;

/** Report cards, or what everybody got wrong, of the whole class in one file. */
export function PrintMenu({ exam_id, title }: { exam_id: number; title: string | undefined }) {
  const words = useResultWords();
  return (
    <FileMenu
      label={words.print}
      icon={<IconPrinter size={17} aria-hidden />}
      files={contents.map((content) => ({
        label: words.prints[content],
        url: `/exams/${exam_id}/report-cards.pdf?content=${content}`,
        otherwise: `${content}.pdf`,
        title: title && `${title} ${words.printNames[content]}`,
      }))}
    />
  );
}

type Props = { exam_id: number; enrollment_id: number };

/** The report card and the wrong answers of one student. */
export function PrintButtons({ exam_id, enrollment_id }: Props) {
  const words = useResultWords();
  const title = useQuery(examQuery(exam_id)).data?.title;
  const print = useMutation({
    mutationFn: (file: 'report-card' | 'wrong-note') =>
      download(`/exams/${exam_id}/results/${enrollment_id}/${file}.pdf`, `${file}.pdf`, {
        title: title && `${title} ${words.printNames[file === 'report-card' ? 'cards' : 'wrong_notes']}`,
      }),
  });
  const isPending = (file: string) => print.isPending && print.variables === file;
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconReportAnalytics size={17} aria-hidden />}
        loading={isPending('report-card')}
        onClick={() => print.mutate('report-card')}
      >
        {words.card}
      </Button>
      <Button
        variant="default"
        leftSection={<IconNotebook size={17} aria-hidden />}
        loading={isPending('wrong-note')}
        onClick={() => print.mutate('wrong-note')}
      >
        {words.wrongNote}
      </Button>
    </Group>
  );
}
