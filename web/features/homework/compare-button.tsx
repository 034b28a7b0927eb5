import { Button } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

type Props = { label: string; dialog: (close: () => void) => ReactNode };

/** Opens two works side by side. */
export function CompareButton({ label, dialog }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconColumns size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {isOpen && dialog(() => setOpen(false))}
    </>
  );
}
