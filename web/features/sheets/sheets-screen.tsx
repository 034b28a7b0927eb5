import { Button, Group, Paper, SegmentedControl } from '@mantine/core';
import { IconPlus, IconScan } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { NewSheetDialog } from './new-sheet-dialog.tsx';
import { SheetMenu } from './sheet-menu.tsx';
import { type SheetTemplate, templatesQuery } from './sheets.queries.ts';
import { useTemplateWords } from './words.ts';

function useColumns(): Column<SheetTemplate>[] {
  const words = useTemplateWords();
  const { columns } = words;
  return [
    { key: 'name', header: columns.name, sortBy: ({ name }) => name, cell: ({ name }) => name },
    {
      key: 'questions',
      header: columns.questions,
      sortBy: ({ question_count }) => question_count,
      cell: ({ question_count }) => words.questions(question_count),
    },
    { key: 'number', header: columns.number, cell: ({ number_digits }) => words.digits(number_digits) },
    { key: 'paper', header: columns.paper, phone: 'hide', cell: ({ paper }) => paper },
    { key: 'exams', header: columns.exams, cell: ({ exam_count }) => words.exams(exam_count) },
    { key: 'menu', header: '', align: 'end', cell: (template) => <SheetMenu template={template} /> },
  ];
}

/** The sheets of other designs that the academy uses. `exam` is where to go back to with a new one. */
export function SheetsScreen({ exam, isNew = false }: { exam?: number | undefined; isNew?: boolean }) {
  const words = useTemplateWords();
  const [archived, setArchived] = useState(false);
  const [isOpen, setOpen] = useState(isNew);
  const templates = useQuery(templatesQuery(archived));
  const columns = useColumns();
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={add}>
      <Group mb="md">
        <SegmentedControl
          aria-label={words.shown}
          value={archived ? 'archive' : 'use'}
          onChange={(value) => setArchived(value === 'archive')}
          data={[
            { value: 'use', label: words.inUse },
            { value: 'archive', label: words.archive },
          ]}
        />
      </Group>
      <QueryView
        query={templates}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Paper>
            {archived ? (
              <EmptyState icon={IconScan} title={words.noneArchived} />
            ) : (
              <EmptyState icon={IconScan} title={words.none} hint={words.noneHint} action={add} />
            )}
          </Paper>
        }
      >
        {({ results }) => (
          <DataTable
            label={words.title}
            rows={results}
            rowKey={({ id }) => id}
            columns={columns}
            link={({ id }) => ({ to: '/staff/sheets/$id', params: { id: String(id) } })}
          />
        )}
      </QueryView>
      {isOpen && <NewSheetDialog exam={exam} close={() => setOpen(false)} />}
    </Page>
  );
}
