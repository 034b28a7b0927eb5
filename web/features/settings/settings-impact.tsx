import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { settingsImpactQuery } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import type { SettingsChange } from './settings.queries.ts';

type Props = { change: Pick<SettingsChange, 'video' | 'enforcement'> | undefined };

const typedMs = 300;

/** Whom what is typed would concern; nothing where it says nothing or cannot be saved. */
export function SettingsImpact({ change }: Props) {
  const [asked] = useDebouncedValue(change, typedMs);
  const { data, isPlaceholderData } = useQuery({
    ...settingsImpactQuery(asked ?? {}),
    enabled: asked !== undefined,
  });
  const isAsking = isPlaceholderData || JSON.stringify(asked) !== JSON.stringify(change);
  return <ImpactLine impact={change && data} isAsking={isAsking} />;
}
