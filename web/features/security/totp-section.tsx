import { Button, Code, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Section } from '../../ui/section.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Qr } from './qr.tsx';
import { confirm, disable, type Enrolment, enrol, meQuery } from './security.queries.ts';
import { useSecurityWords } from './words.ts';

type AskProps = { action: string; send: (password: string) => Promise<unknown>; cancel: () => void };

/** The password once more, before something that a borrowed screen must not do. */
function PasswordAgain({ action, send, cancel }: AskProps) {
  const words = useSecurityWords();
  const { actions, form: formWords } = useCoreWords();
  const form = useFields(
    { password: '' },
    ({ password }) => send(password),
    (values) => missing(values, words.fill),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="sm" maw={360}>
        <ProblemAlert error={form.problem} />
        <PasswordInput
          {...form.text('password')}
          label={words.currentPassword}
          autoComplete="current-password"
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': formWords.show, tabIndex: 0 }}
        />
        <Group gap="xs">
          <Button type="submit" loading={form.busy}>
            {action}
          </Button>
          <Button variant="default" onClick={cancel}>
            {actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Connect({ enrolment, done }: { enrolment: Enrolment; done: (codes: string[]) => void }) {
  const words = useSecurityWords();
  const form = useFields(
    { code: '' },
    async ({ code }) => done((await confirm(code)).recovery_codes),
    (values) => missing(values, words.fill),
  );
  return (
    <Group align="flex-start" gap="lg">
      <Qr text={enrolment.uri} label={words.qr} />
      <form {...form.formProps}>
        <Stack gap="sm" maw={360}>
          <Text size="sm">{words.scan}</Text>
          <ProblemAlert error={form.problem} />
          <TextInput
            {...form.text('code')}
            label={words.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            autoFocus
          />
          <Button type="submit" loading={form.busy}>
            {words.connect}
          </Button>
          <Text size="xs" c="dimmed">
            {words.orType} <Code style={{ overflowWrap: 'anywhere' }}>{enrolment.secret}</Code>
          </Text>
        </Stack>
      </form>
    </Group>
  );
}

type Stage =
  | { at: 'rest' }
  | { at: 'password' }
  | { at: 'scan'; enrolment: Enrolment }
  | { at: 'codes'; codes: string[] };

/** Connects an authenticator app step by step, or puts it away. */
export function TotpSection() {
  const words = useSecurityWords();
  const queries = useQueryClient();
  const isOn = useQuery(meQuery).data?.user.totp_enabled ?? false;
  const [stage, setStage] = useState<Stage>({ at: 'rest' });
  const rest = () => {
    setStage({ at: 'rest' });
    void queries.invalidateQueries({ queryKey: ['me'] });
  };
  const begin = async (password: string) => setStage({ at: 'scan', enrolment: await enrol(password) });
  const stop = (password: string) => disable(password).then(rest);
  const badge = <StatusBadge tone={isOn ? 'ok' : 'idle'}>{isOn ? words.totpOn : words.totpOff}</StatusBadge>;
  return (
    <Section title={words.totp} lead={words.totpLead} aside={badge}>
      {stage.at === 'rest' && (
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setStage({ at: 'password' })}
        >
          {isOn ? words.totpStop : words.totpStart}
        </Button>
      )}
      {stage.at === 'password' && (
        <PasswordAgain action={isOn ? words.totpStop : words.next} send={isOn ? stop : begin} cancel={rest} />
      )}
      {stage.at === 'scan' && (
        <Connect enrolment={stage.enrolment} done={(codes) => setStage({ at: 'codes', codes })} />
      )}
      {stage.at === 'codes' && (
        <>
          <ShownOnce
            title={words.recoveryTitle}
            hint={words.recoveryHint}
            secrets={stage.codes}
            copy={words.copy}
            copied={words.copied}
          />
          <Button style={{ alignSelf: 'flex-start' }} onClick={rest}>
            {words.done}
          </Button>
        </>
      )}
    </Section>
  );
}
