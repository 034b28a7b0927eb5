import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { deviceOf } from './device.rules.ts';
import { type Device, devicesQuery, endDevice } from './security.queries.ts';
import { useSecurityWords } from './words.ts';

function DeviceRow({ device }: { device: Device }) {
  const words = useSecurityWords();
  const dates = useDates();
  const end = useMutation(endDevice(useQueryClient()));
  const name = deviceOf(device.user_agent) ?? words.unknownDevice;
  const facts = [`${words.lastUsed} ${dates.dateTime(device.last_used_at)}`, device.address].filter(Boolean);
  return (
    <Row title={name} facts={facts.join(' · ')}>
      {device.is_current ? (
        <StatusBadge tone="ok">{words.thisDevice}</StatusBadge>
      ) : (
        <Button
          variant="default"
          size="xs"
          aria-label={words.signOutOf(name)}
          loading={end.isPending}
          onClick={() => end.mutate(device.id)}
        >
          {words.signOutDevice}
        </Button>
      )}
    </Row>
  );
}

/** Where one is signed in, and the way out of each. */
export function DevicesSection() {
  const words = useSecurityWords();
  const devices = useQuery(devicesQuery);
  return (
    <Section title={words.devices} lead={words.devicesLead}>
      <QueryView query={devices}>
        {({ results }) => (
          <Rows>
            {results.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </Rows>
        )}
      </QueryView>
    </Section>
  );
}
