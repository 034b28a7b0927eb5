import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { download } from '../../lib/download.ts';

type File = { label: string; url: string; otherwise: string; title?: string | undefined };

/** A button that opens a list of files, each of which is fetched when it is chosen. */
export function FileMenu({ label, icon, files }: { label: string; icon: ReactNode; files: readonly File[] }) {
  const fetchFile = useMutation({
    mutationFn: ({ url, otherwise, title }: File) => download(url, otherwise, { title }),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={icon}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={fetchFile.isPending}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((file) => (
          <Menu.Item key={file.url} onClick={() => fetchFile.mutate(file)}>
            {file.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
