import { TextInput } from '@mantine/core';
import { useFields } from '../../lib/use-fields.ts';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type Settings, useChangeSettings } from './settings.queries.ts';
import { fits, SettingsForm, whole } from './settings-form.tsx';
import { SettingsImpact } from './settings-impact.tsx';
import { useSettingsWords } from './words.ts';

const most = {
  warn_at: 1000,
  pause_at: 1000,
  revoke_at: 1000,
  revoke_percent: 100,
  revoke_ratio_from: 10_000,
};
type Name = keyof typeof most;
type Values = Record<Name, string>;
const names: readonly Name[] = ['warn_at', 'pause_at', 'revoke_at', 'revoke_percent', 'revoke_ratio_from'];

function valuesOf({ enforcement: { revoke_ratio, ...counts } }: Settings): Values {
  const { warn_at, pause_at, revoke_at, revoke_ratio_from } = counts;
  return {
    warn_at: String(warn_at),
    pause_at: String(pause_at),
    revoke_at: String(revoke_at),
    revoke_percent: String(Math.round(revoke_ratio * 100)),
    revoke_ratio_from: String(revoke_ratio_from),
  };
}

const thresholdsOf = ({ revoke_percent, ...counts }: Values) => ({
  warn_at: Number(counts.warn_at),
  pause_at: Number(counts.pause_at),
  revoke_at: Number(counts.revoke_at),
  revoke_ratio: Number(revoke_percent) / 100,
  revoke_ratio_from: Number(counts.revoke_ratio_from),
});

/** Each step at its number, and none before the one it follows. */
function useCheck() {
  const { range, enforcement: words } = useSettingsWords();
  return (values: Values) => {
    const wrong = names.filter((name) => !fits(values[name], 1, most[name]));
    if (wrong.length > 0) return Object.fromEntries(wrong.map((name) => [`/${name}`, range(1, most[name])]));
    const [warn, pause, revoke] = [values.warn_at, values.pause_at, values.revoke_at].map(Number);
    return {
      ...(Number(pause) < Number(warn) && { '/pause_at': words.order }),
      ...(Number(revoke) < Number(pause) && { '/revoke_at': words.order }),
    };
  };
}

/** After how many violations a student is warned, paused and stopped. */
export function EnforcementSection({ settings }: { settings: Settings }) {
  const { enforcement: words, saved } = useSettingsWords();
  const change = useChangeSettings();
  const check = useCheck();
  const form = useFields(
    valuesOf(settings),
    async (values) => {
      await change.mutateAsync({ enforcement: thresholdsOf(values) });
      doneToast(saved);
    },
    check,
  );
  const stored = valuesOf(settings);
  const isNew = names.some((name) => form.values[name] !== stored[name]);
  const isRight = Object.keys(check(form.values)).length === 0;
  return (
    <Section title={words.title} lead={words.lead}>
      <SettingsForm form={form}>
        {names.map((name) => (
          <TextInput
            key={name}
            {...form.text(name)}
            {...whole(most[name])}
            label={words[name]}
            description={words.hints[name]}
          />
        ))}
        <SettingsImpact change={isNew && isRight ? { enforcement: thresholdsOf(form.values) } : undefined} />
      </SettingsForm>
    </Section>
  );
}
