import { Button, Group, Stack, Textarea } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link as RouterLink } from '@tanstack/react-router';
import { useState } from 'react';
import { useFields } from '../../lib/use-fields.ts';
import { FormFooter } from '../../ui/form-footer.tsx';
import { Fact, linkClass } from '../../ui/matrix/matrix-parts.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { askForClinic, linksQuery } from './clinic.queries.ts';
import { LinkState } from './link-state.tsx';
import { useRecommendWords } from './recommend.words.ts';
import { useClinicWords } from './words.ts';

type Place = { session_id: number; enrollment_id: number };

/** The clinics that a student needs for a class session, and a recommendation of one more by staff. */
export function ClinicOfSession({ place }: { place: Place }) {
  const words = useRecommendWords();
  const { causes } = useClinicWords();
  const [isOpen, setOpen] = useState(false);
  const { enrollment_id, session_id } = place;
  const found = useQuery(linksQuery({ enrollment_id, session: session_id, active: 'true' })).data;
  if (!found) return null;
  const isRecommended = found.results.some(({ reason }) => reason === 'TEACHER_RECOMMEND');
  return (
    <Stack gap="xs">
      {found.results.map(({ id, cause, state }) => (
        <Fact key={id} name={words.clinic(causes[cause])} value={<LinkState state={state} />} />
      ))}
      {found.results.length > 0 && (
        <RouterLink to="/staff/clinic/links" className={linkClass}>
          <IconStethoscope size={16} aria-hidden /> {words.see}
        </RouterLink>
      )}
      {isOpen && <RecommendForm place={place} close={() => setOpen(false)} />}
      {!isOpen && !isRecommended && (
        <Group>
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {words.recommend}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function RecommendForm({ place, close }: { place: Place; close: () => void }) {
  const words = useRecommendWords();
  const queries = useQueryClient();
  const form = useFields({ memo: '' }, async ({ memo }) => {
    await askForClinic({ ...place, memo });
    await queries.invalidateQueries({ queryKey: ['clinic'] });
    doneToast(words.done);
    close();
  });
  return (
    <form {...form.formProps}>
      <Stack gap="xs">
        <ProblemAlert error={form.problem} />
        <Textarea
          {...form.text('memo')}
          label={words.memo}
          description={words.memoHint}
          maxLength={2000}
          autosize
          minRows={2}
          size="sm"
        />
        <FormFooter save={words.save} busy={form.busy} close={close} />
      </Stack>
    </form>
  );
}
