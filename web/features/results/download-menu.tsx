import { IconDownload } from '@tabler/icons-react';
import { FileMenu } from './file-menu.tsx';
import { useResultWords } from './words.ts';

const files = [
  { cells: 'marks', format: 'xlsx' },
  { cells: 'marks', format: 'csv' },
  { cells: 'answers', format: 'xlsx' },
  { cells: 'answers', format: 'csv' },
] as const;

/** Everybody's answers or marks as a file for spreadsheets. */
export function DownloadMenu({ exam_id, title }: { exam_id: number; title: string | undefined }) {
  const words = useResultWords();
  return (
    <FileMenu
      label={words.download}
      icon={<IconDownload size={17} aria-hidden />}
      files={files.map(({ cells, format }) => ({
        label: words.files[`${cells}_${format}`],
        url: `/exams/${exam_id}/results-export?cells=${cells}&format=${format}`,
        otherwise: `results.${format}`,
        title: title && `${title} ${words.fileNames[cells]}`,
      }))}
    />
  );
}
