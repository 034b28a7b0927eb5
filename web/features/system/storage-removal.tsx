import { Button, Group, NativeSelect } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes } from '../../lib/numbers.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { oldOrphans, removeOrphans } from './storage.queries.ts';
import { useStorageWords } from './storage.words.ts';

const ages = [7, 30, 90];

/** Removes orphans that have not changed for so many days, after a question that names each. */
export function RemoveOrphans() {
  const words = useStorageWords();
  const queries = useQueryClient();
  const [days, setDays] = useState(30);
  const remove = useMutation({
    async mutationFn() {
      const orphans = await oldOrphans(days);
      if (orphans.length === 0) return doneToast(words.noneThatOld(days));
      const bytes = orphans.reduce((sum, orphan) => sum + orphan.bytes, 0);
      const isSure = await confirmLoss({
        title: words.removeTitle(orphans.length, formatBytes(bytes)),
        loses: orphans.map(
          ({ place, files, bytes: own }) => `${place} · ${words.amount(files, formatBytes(own))}`,
        ),
        action: words.remove,
      });
      if (!isSure) return;
      const ids = orphans.map(({ id }) => id);
      const gone = await removeOrphans(ids, days);
      doneToast(words.removed(gone.places, formatBytes(gone.bytes)));
      await queries.invalidateQueries({ queryKey: ['storage'] });
    },
  });
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={words.age}
        value={days}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={ages.map((age) => ({ value: String(age), label: words.olderThan(age) }))}
      />
      <Button
        color="cinnabar"
        variant="outline"
        leftSection={<IconTrash size={17} aria-hidden />}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        {words.removeOld}
      </Button>
    </Group>
  );
}
