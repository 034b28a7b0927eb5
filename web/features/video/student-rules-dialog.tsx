import { Button, Checkbox, Group, Modal, NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { doneToast } from '../../ui/toast.tsx';
import { changeStudentsMutation, type StudentChange } from './audience.queries.ts';
import { useManageWords } from './manage.words.ts';
import { usePolicyWords } from './policy.words.ts';
import { PolicyImpact, useImpact } from './policy-impact.tsx';
import { speeds } from './terms-fields.tsx';

type Props = { id: number; enrollments: readonly number[]; close: () => void; done: () => void };
type Said = Partial<Record<keyof StudentChange, string>>;

/** Only what was said, as the server takes it: `null`, `true`, a speed, a rule. */
function changeOf(said: Said): StudentChange {
  const values = Object.entries(said).filter(([, value]) => value !== '' && value !== undefined);
  return Object.fromEntries(values.map(([key, value]) => [key, key === 'rule' ? value : JSON.parse(value)]));
}

/** One change for the students who were chosen, with what it means for each of them. */
export function StudentRulesDialog({ id, enrollments, close, done }: Props) {
  const words = usePolicyWords();
  const { actions } = useCoreWords();
  const [said, setSaid] = useState<Said>({});
  const [clears, setClears] = useState(false);
  const proposal = useMemo(() => {
    const change = clears ? null : changeOf(said);
    const saysNothing = change !== null && Object.keys(change).length === 0;
    return saysNothing ? {} : { students: { enrollments: [...enrollments], change } };
  }, [said, clears, enrollments]);
  const impact = useImpact(id, proposal);
  const save = useMutation(changeStudentsMutation(useQueryClient(), id));
  const apply = () => {
    if (!proposal.students) return;
    save.mutate(proposal.students, {
      onSuccess: () => {
        doneToast(words.applied);
        done();
        close();
      },
    });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={words.form.title(enrollments.length)}
      size="lg"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        <Checkbox
          label={words.form.clear}
          checked={clears}
          onChange={(event) => setClears(event.currentTarget.checked)}
        />
        {!clears && <Choices said={said} say={(part) => setSaid((before) => ({ ...before, ...part }))} />}
        <PolicyImpact {...impact} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button loading={save.isPending} disabled={!impact.isSure} onClick={apply}>
            {words.apply}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Choices({ said, say }: { said: Said; say: (part: Said) => void }) {
  const { form } = usePolicyWords();
  const { speed } = useManageWords();
  const of = (labels: Record<string, string>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  const select = (key: keyof StudentChange, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect
      label={label}
      value={said[key] ?? ''}
      onChange={(event) => say({ [key]: event.currentTarget.value })}
      data={[{ value: '', label: form.keep }, ...data]}
    />
  );
  const rates = speeds.map((rate) => ({ value: String(rate), label: speed(rate) }));
  const blocks = of({ true: form.block, false: form.allow });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {select('rule', form.rule, of(form.rules))}
      {select('allow_skip_override', form.skip, of(form.skips))}
      {select('max_speed_override', form.speed, [{ value: 'null', label: form.asVideo }, ...rates])}
      {select('show_watermark_override', form.watermark, of(form.watermarks))}
      {select('block_seek', `${form.blocks}: ${form.seek}`, blocks)}
      {select('block_speed_control', `${form.blocks}: ${form.speedControl}`, blocks)}
    </SimpleGrid>
  );
}
