import { Alert, Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { confirmLoss } from '../../ui/confirm.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { spansOf } from '../sheets/regions.rules.ts';
import { templatesQuery } from '../sheets/sheets.queries.ts';
import { type Sheet, useChangeSheet } from './questions.queries.ts';
import { useSheetWords } from './sheet.words.ts';

const OWN = 'own';
const NEW = 'new';
type Props = { exam_id: number; sheet: Sheet };

function useChoose({ exam_id, sheet }: Props) {
  const words = useSheetWords();
  const change = useChangeSheet(exam_id);
  const choose = async (template_id: number | null) => {
    const question = { title: words.otherTitle, loses: words.otherLoses, action: words.otherAction };
    if (sheet.printed && !(await confirmLoss(question))) return;
    change.mutate({ template_id }, { onSuccess: () => doneToast(words.chosen) });
  };
  return { choose, isBusy: change.isPending };
}

/** Whether students mark the sheet that is drawn here or one of another design, and which. */
export function SheetChoice(props: Props) {
  const { exam_id, sheet } = props;
  const words = useSheetWords();
  const { choose, isBusy } = useChoose(props);
  const templates = useQuery(templatesQuery(false)).data?.results ?? [];
  const present = sheet.template;
  const others = present && !templates.some(({ id }) => id === present.id) ? [present] : [];
  return (
    <Section title={words.which} lead={words.whichLead}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={words.sheetOf}
          value={present ? String(present.id) : OWN}
          disabled={isBusy}
          miw="min(100%, 18rem)"
          data={[
            { value: OWN, label: words.own },
            ...[...templates, ...others].map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            void choose(value === OWN ? null : Number(value)).catch(() => undefined)
          }
        />
        <Button
          key={NEW}
          variant="default"
          renderRoot={(root) => <Link to="/staff/sheets" search={{ exam: exam_id }} {...root} />}
        >
          {words.newTemplate}
        </Button>
      </Group>
      {present && <Chosen {...props} choose={(id) => void choose(id).catch(() => undefined)} />}
    </Section>
  );
}

function Chosen({ exam_id, sheet, choose }: Props & { choose: (template_id: number) => void }) {
  const words = useSheetWords();
  const { template, misfits, number_digits } = sheet;
  if (!template) return null;
  const isOld = template.version < template.newest_version;
  return (
    <Stack gap="sm">
      {misfits.length > 0 ? (
        <Alert color="cinnabar" title={words.misfits(spansOf(misfits.map(({ number }) => number)))}>
          {words.misfitsHint}
        </Alert>
      ) : (
        <Text size="sm">{words.fits(number_digits)}</Text>
      )}
      {isOld && (
        <Alert color="gardenia" title={words.newer}>
          <Button size="compact-md" variant="default" onClick={() => choose(template.id)}>
            {words.takeNewer}
          </Button>
        </Alert>
      )}
      <Anchor
        size="sm"
        renderRoot={(root) => (
          <Link
            to="/staff/sheets/$id"
            params={{ id: String(template.id) }}
            search={{ exam: exam_id }}
            {...root}
          />
        )}
      >
        {words.editTemplate}
      </Anchor>
    </Stack>
  );
}
