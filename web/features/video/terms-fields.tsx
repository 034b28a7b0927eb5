import { NativeSelect, Switch } from '@mantine/core';
import type { VideoRules } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';

export const speeds = [1, 1.25, 1.5, 1.75, 2, 2.5, 3];
export type Terms = Pick<VideoRules, 'allow_skip' | 'max_speed' | 'show_watermark'>;

/** Those that differ from what is saved; undefined for none. */
export function changedTerms(saved: Terms, wanted: Terms): Partial<Terms> | undefined {
  const { allow_skip, max_speed, show_watermark } = wanted;
  const changed = {
    ...(allow_skip !== saved.allow_skip && { allow_skip }),
    ...(max_speed !== saved.max_speed && { max_speed }),
    ...(show_watermark !== saved.show_watermark && { show_watermark }),
  };
  return Object.keys(changed).length > 0 ? changed : undefined;
}

type Props = { terms: Terms; change: (part: Partial<Terms>) => void; disabled?: boolean };

/** What a video asks of everybody who watches it. */
export function TermsFields({ terms, change, disabled }: Props) {
  const words = useManageWords();
  const offered = [...new Set([...speeds, terms.max_speed])].sort((a, b) => a - b);
  const off = { disabled: disabled ?? false };
  return (
    <>
      <NativeSelect
        label={words.maxSpeed}
        maw="14rem"
        value={String(terms.max_speed)}
        onChange={(event) => change({ max_speed: Number(event.currentTarget.value) })}
        data={offered.map((rate) => ({ value: String(rate), label: words.speed(rate) }))}
        {...off}
      />
      <Switch
        label={words.allowSkip}
        description={words.allowSkipHint}
        checked={terms.allow_skip}
        onChange={(event) => change({ allow_skip: event.currentTarget.checked })}
        {...off}
      />
      <Switch
        label={words.watermark}
        description={words.watermarkHint}
        checked={terms.show_watermark}
        onChange={(event) => change({ show_watermark: event.currentTarget.checked })}
        {...off}
      />
    </>
  );
}
