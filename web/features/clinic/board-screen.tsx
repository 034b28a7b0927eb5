import { ActionIcon, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCalendarEvent, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { CountChips } from '../../ui/count-chips.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { BookingDialog } from './booking-dialog.tsx';
import styles from './clinic.module.css';
import { type Board, boardQuery, type Visitor } from './clinic.queries.ts';
import { LinkDialog } from './link-dialog.tsx';
import { VisitorLine } from './visitor-line.tsx';
import { useClinicWords } from './words.ts';

type BoardSlot = Board['slots'][number];
type Acts = { open: (link_id: number) => void; rebook: (visitor: Visitor) => void };

/** Who comes to the clinics of a day, and who has come. */
export function BoardScreen() {
  const { board: words } = useClinicWords();
  const today = useDates().today();
  const [chosen, choose] = useState<string>();
  const date = chosen ?? today;
  const board = useQuery(boardQuery(date === today ? undefined : date));
  const [open, setOpen] = useState<number>();
  const [rebooking, setRebooking] = useState<Visitor>();
  return (
    <Stack gap="md">
      <DayPicker date={date} today={today} choose={choose} />
      <QueryView
        query={board}
        isEmpty={({ slots }) => slots.length === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconCalendarEvent}
              title={words.none}
              hint={words.noneHint}
              action={
                <Button variant="light" renderRoot={(props) => <Link to="/staff/clinic/slots" {...props} />}>
                  {words.make}
                </Button>
              }
            />
          </Paper>
        }
      >
        {({ slots }) => <Slots slots={slots} acts={{ open: setOpen, rebook: setRebooking }} />}
      </QueryView>
      <LinkDialog id={open} close={() => setOpen(undefined)} />
      <BookingDialog
        link={rebooking && { id: rebooking.link_id, lecture_id: rebooking.lecture_id }}
        close={() => setRebooking(undefined)}
      />
    </Stack>
  );
}

type Which = 'all' | 'booked' | 'attended' | 'missed';
/** So many names are found by looking. */
const FEW = 12;

/** The slots of a day; where many come, those whom one looks for. */
function Slots({ slots, acts }: { slots: BoardSlot[]; acts: Acts }) {
  const { board: words } = useClinicWords();
  const [search, setSearch] = useState('');
  const [which, choose] = useState<Which>('all');
  const visitors = slots.flatMap((slot) => slot.visitors);
  const isShown = ({ student_name, state }: Visitor) =>
    (which === 'all' || state === which) && student_name.toLowerCase().includes(search.trim().toLowerCase());
  const isNarrowed = which !== 'all' || search.trim() !== '';
  const shown = slots
    .map((slot) => ({ ...slot, visitors: slot.visitors.filter(isShown) }))
    .filter((slot) => !isNarrowed || slot.visitors.length > 0);
  const countOf = (state: Which) => visitors.filter((visitor) => visitor.state === state).length;
  return (
    <>
      {visitors.length > FEW && (
        <Group gap="sm">
          <SearchField label={words.search} value={search} search={setSearch} />
          <CountChips
            label={words.attended}
            value={which}
            choose={choose}
            choices={[
              { value: 'all', label: words.all, count: visitors.length },
              { value: 'booked', label: words.waiting, count: countOf('booked') },
              { value: 'attended', label: words.attended, count: countOf('attended') },
              { value: 'missed', label: words.missed, count: countOf('missed') },
            ]}
          />
        </Group>
      )}
      {shown.length === 0 && (
        <Paper>
          <EmptyState icon={IconCalendarEvent} title={words.noneFound} />
        </Paper>
      )}
      <div className={styles.slots}>
        {shown.map((slot) => (
          <SlotCard key={slot.id} slot={slot} acts={acts} />
        ))}
      </div>
    </>
  );
}

function SlotCard({ slot, acts }: { slot: BoardSlot; acts: Acts }) {
  const words = useClinicWords();
  const dates = useDates();
  const times = words.minutesTo(dates.time(slot.starts_at), dates.time(slot.ends_at));
  return (
    <Paper component="section" className={styles.slot} aria-label={times}>
      <div className={styles.head}>
        <div>
          <Title order={2} size="h3">
            {times}
          </Title>
          <Text size="xs" c="dimmed">
            {[slot.room || words.noRoom, slot.teacher_name, slot.lecture_title, slot.note]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <StatusBadge tone={slot.free === 0 ? 'warn' : 'info'}>
          {words.seats(slot.taken, slot.capacity)}
        </StatusBadge>
      </div>
      {slot.visitors.length === 0 ? (
        <Text size="sm" c="dimmed" py="sm">
          {words.board.nobody}
        </Text>
      ) : (
        <ul className={styles.visitors}>
          {slot.visitors.map((visitor) => (
            <VisitorLine key={visitor.id} visitor={visitor} {...acts} />
          ))}
        </ul>
      )}
    </Paper>
  );
}

type PickerProps = { date: string; today: string; choose: (date: string) => void };

function DayPicker({ date, today, choose }: PickerProps) {
  const { board: words } = useClinicWords();
  const shift = (days: number) =>
    choose(new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10));
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon aria-label={words.before} onClick={() => shift(-1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <TextInput
        type="date"
        aria-label={words.day}
        value={date}
        onChange={({ currentTarget }) => currentTarget.value && choose(currentTarget.value)}
      />
      <ActionIcon aria-label={words.after} onClick={() => shift(1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      {date !== today && (
        <Button variant="default" size="xs" onClick={() => choose(today)}>
          {words.today}
        </Button>
      )}
    </Group>
  );
}
