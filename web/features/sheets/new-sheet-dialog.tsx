import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { BLANK_MAX_BYTES } from '@seodang/contract/sheet-templates.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { papers, useCreateTemplate } from './sheets.queries.ts';
import { useTemplateWords } from './words.ts';

/** Why a file is no empty sheet, in words; undefined for other problems. */
function useReason(error: unknown): string | undefined {
  const words = useTemplateWords();
  const reason = error instanceof ApiProblem ? error.problem.reason : undefined;
  return typeof reason === 'string' ? words.reasons[reason] : undefined;
}

/** A new template from the scan of an empty sheet; what is where on it comes next. */
export function NewSheetDialog({ close, exam }: { close: () => void; exam: number | undefined }) {
  const words = useTemplateWords();
  const { actions } = useCoreWords();
  const navigate = useNavigate();
  const create = useCreateTemplate();
  const [file, setFile] = useState<File>();
  const form = useFields(
    { name: '', paper: 'A4', turn: '0' },
    async ({ name, paper, turn }) => {
      if (!file) return;
      const size = papers.find((one) => one === paper) ?? 'A4';
      const { id } = await create.mutateAsync({ name: name.trim(), paper: size, turn, file });
      await navigate({
        to: '/staff/sheets/$id',
        params: { id: String(id) },
        search: exam === undefined ? {} : { exam },
      });
    },
    ({ name }) => (name.trim() === '' ? { '/name': words.fill } : {}),
  );
  const reason = useReason(form.problem);
  return (
    <Modal opened onClose={close} title={words.add} closeButtonProps={{ 'aria-label': actions.close }}>
      <form {...form.formProps}>
        <Stack gap="md">
          {reason ? (
            <Text c="cinnabar" size="sm" role="alert">
              {reason}
            </Text>
          ) : (
            <ProblemAlert error={form.problem} />
          )}
          <TextInput
            {...form.text('name')}
            label={words.name}
            placeholder={words.nameExample}
            maxLength={100}
            data-autofocus
          />
          <FileDrop
            label={words.drop}
            accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp"
            maxBytes={BLANK_MAX_BYTES}
            hint={file ? words.chosen(file.name) : words.dropHint}
            onFiles={([first]) => setFile(first)}
          />
          <Group grow align="flex-start">
            <NativeSelect {...form.text('paper')} label={words.paper} data={[...papers]} />
            <NativeSelect
              {...form.text('turn')}
              label={words.turn}
              data={Object.entries(words.turns).map(([value, label]) => ({ value, label }))}
            />
          </Group>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={form.busy} disabled={!file}>
              {words.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
