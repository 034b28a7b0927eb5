import { Alert, Anchor, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Alarm, alarmsQuery, type ScanDetail } from './scans.queries.ts';
import { rangesOf } from './scans.rules.ts';
import { type ScanWords, useScanWords } from './words.ts';

function textOf({ alarms }: ScanWords, alarm: Alarm): { title: string; hint: string } {
  const { numbers, label, places, fit_percent: fit, fit_now_percent: now } = alarm;
  const from = numbers[0] ?? 1;
  if (alarm.kind === 'streak')
    return {
      title: alarms.streak(rangesOf(numbers), label ?? ''),
      hint: alarms.streakHint(places.length, fit),
    };
  if (alarm.kind === 'shifted_key') return { title: alarms.key(from), hint: alarms.keyHint(now ?? 0, fit) };
  return { title: alarms.answers(places[0] ?? 1, from), hint: alarms.answersHint(now ?? 0, fit) };
}

/** What looks wrong with a scan as a whole. */
export function ScanAlarms({ scan }: { scan: ScanDetail }) {
  const words = useScanWords();
  const found = useQuery(alarmsQuery(scan.id)).data?.results ?? [];
  if (found.length === 0) return null;
  return (
    <Stack component="section" gap="xs" aria-label={words.alarms.label}>
      {found.map((alarm) => {
        const { title, hint } = textOf(words, alarm);
        return (
          <Alert
            key={`${alarm.kind} ${alarm.numbers[0]} ${alarm.label} ${alarm.places[0]}`}
            color={alarm.kind === 'shifted_answers' ? 'gardenia' : 'cinnabar'}
            icon={<IconAlertTriangle size={18} aria-hidden />}
            title={title}
          >
            {hint}{' '}
            {alarm.kind === 'shifted_key' && (
              <Anchor
                size="sm"
                renderRoot={(props) => (
                  <Link to="/staff/exams/$id" params={{ id: String(scan.exam_id) }} {...props} />
                )}
              >
                {words.alarms.toKeys}
              </Anchor>
            )}
          </Alert>
        );
      })}
    </Stack>
  );
}
