import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { download } from '../../lib/download.ts';
import { useResultWords } from './words.ts';

const files = [
  { cells: 'marks', format: 'xlsx' },
  { cells: 'marks', format: 'csv' },
  { cells: 'answers', format: 'xlsx' },
  { cells: 'answers', format: 'csv' },
] as const;

/** Everybody's answers or marks as a file for spreadsheets. */
export function DownloadMenu({ exam_id }: { exam_id: number }) {
  const words = useResultWords();
  const fetchFile = useMutation({
    mutationFn: ({ cells, format }: (typeof files)[number]) =>
      download(`/exams/${exam_id}/results-export?cells=${cells}&format=${format}`, `results.${format}`),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={17} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={fetchFile.isPending}
        >
          {words.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((file) => (
          <Menu.Item key={`${file.cells} ${file.format}`} onClick={() => fetchFile.mutate(file)}>
            {words.files[`${file.cells}_${file.format}`]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
