import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { DuplicateChoice } from './duplicate-choice.tsx';
import { PagePicture } from './page-picture.tsx';
import styles from './scans.module.css';
import { type ScanDetail, type ScanPage, useTakeBack } from './scans.queries.ts';
import { isWaiting } from './scans.rules.ts';
import { useSortWords } from './sort.words.ts';
import { StudentSearch } from './student-search.tsx';
import { type Sorting, useSorting } from './use-sorting.ts';
import { useScanWords } from './words.ts';

type SortProps = { scan: ScanDetail; page: ScanPage; onward: () => void };

/** What was marked, what was printed, and what the roster says to it. */
function Identity({ scan, page }: Pick<SortProps, 'scan' | 'page'>) {
  const words = useSortWords();
  const holder = scan.roster.find(({ number }) => number === page.number);
  const printed =
    page.reason === 'code_and_number_differ'
      ? scan.roster.find(({ enrollment_id }) => enrollment_id === page.candidates[0])
      : undefined;
  return (
    <dl className={styles.identity}>
      <dt>{words.readNumber}</dt>
      <dd>
        {page.number || words.noNumber}
        {page.number_url && <img src={page.number_url} alt="" />}
      </dd>
      {page.name_url && <dt>{words.writtenName}</dt>}
      {page.name_url && (
        <dd>
          <img src={page.name_url} alt="" />
        </dd>
      )}
      {printed && <dt>{words.code}</dt>}
      {printed && (
        <dd>
          {printed.student_name} ({printed.number})
        </dd>
      )}
      {page.number && <dt>{words.roster}</dt>}
      {page.number && <dd>{holder ? words.onRoster(holder.student_name) : words.notOnRoster}</dd>}
    </dl>
  );
}

function Whose({ scan, page, sorting, onward }: SortProps & { sorting: Sorting }) {
  const words = useSortWords();
  const { taken } = sorting;
  return (
    <Stack gap="sm">
      <Identity scan={scan} page={page} />
      <div>
        <Text fw={600}>{words.whose}</Text>
        <Text size="sm" c="dimmed">
          {words.keys}
        </Text>
      </div>
      {taken ? (
        <Alert color="gardenia" title={words.has(taken.student_name)} role="alertdialog">
          <Group gap="xs">
            <Button size="compact-md" autoFocus onClick={() => sorting.give(taken, true)}>
              {words.replace}
            </Button>
            <Button size="compact-md" variant="default" onClick={() => sorting.reset()}>
              {words.cancel}
            </Button>
          </Group>
        </Alert>
      ) : (
        <StudentSearch scan={scan} page={page} choose={(seat) => sorting.give(seat)} />
      )}
      <ProblemAlert error={sorting.error} />
      <Group gap="xs" justify="flex-end">
        <Button variant="default" loading={sorting.isBusy} onClick={() => sorting.putAside()}>
          {words.notASheet}
        </Button>
        <Button variant="subtle" onClick={onward}>
          {words.later}
        </Button>
      </Group>
    </Stack>
  );
}

/** A page and whose it is; a second sheet of one student is laid beside the first. */
function Sort(props: SortProps) {
  const { scan, page } = props;
  const words = useSortWords();
  const scans = useScanWords();
  const sorting = useSorting(props);
  const [isOther, setOther] = useState(false);
  const [{ status }] = useState(page);
  const owner = scan.roster.find(({ enrollment_id }) => enrollment_id === page.enrollment_id);
  if (status === 'duplicate' && owner && !isOther)
    return (
      <DuplicateChoice
        scan={scan}
        page={page}
        owner={owner}
        sorting={sorting}
        onOther={() => setOther(true)}
      />
    );
  return (
    <div className={styles.sort}>
      <PagePicture page_id={page.id} label={words.picture(page.place)} />
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {scans.reasons[page.reason] ?? page.reason}
        </Text>
        <Whose {...props} sorting={sorting} />
      </Stack>
    </div>
  );
}

/** A page that nobody has to sort: its picture, and the way to sort it again where it was put aside. */
function Look({ page, again }: { page: ScanPage; again: () => void }) {
  const words = useSortWords();
  const takeBack = useTakeBack();
  const scans = useScanWords();
  return (
    <div className={styles.sort}>
      <PagePicture page_id={page.id} label={words.picture(page.place)} />
      <Stack gap="sm" align="flex-start">
        <Text fw={600}>
          {page.student_name && page.status === 'assigned'
            ? words.owner(page.student_name)
            : (scans.reasons[page.reason] ?? scans.states.aside)}
        </Text>
        {page.to_check > 0 && <Text size="sm">{scans.toCheck(page.to_check)}</Text>}
        {page.status === 'dismissed' && (
          <Button variant="default" onClick={again}>
            {words.bring}
          </Button>
        )}
        {page.status === 'assigned' && (
          <Button variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate(page.id)}>
            {words.takeBack}
          </Button>
        )}
      </Stack>
    </div>
  );
}

type Props = {
  scan: ScanDetail;
  page_id: number;
  open: (page_id: number) => void;
  close: () => void;
};

/** One page of a scan after the other: whose it is, or that it is none. */
export function SortDialog({ scan, page_id, open, close }: Props) {
  const words = useSortWords();
  const { actions } = useCoreWords();
  const [again, setAgain] = useState<number>();
  const sorted = useRef<number>(undefined);
  const page = scan.pages.find(({ id }) => id === page_id);
  if (!page) return null;
  if (isWaiting(page)) sorted.current = page.id;
  // News of what is being sorted comes before its own answer: the page stays until that is there.
  const isOpen = sorted.current === page.id || again === page.id;
  const waiting = scan.pages.filter((one) => isWaiting(one) && one.id !== page.id);
  const onward = () => {
    setAgain(undefined);
    sorted.current = undefined;
    const next = waiting.find(({ place }) => place > page.place) ?? waiting[0];
    if (next && isOpen && again === undefined) open(next.id);
    else close();
  };
  const left = waiting.length + (isWaiting(page) ? 1 : 0);
  return (
    <Modal
      opened
      onClose={close}
      size="80rem"
      title={`${words.title(page.place)}${isOpen && left > 0 ? ` · ${words.left(left)}` : ''}`}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {isOpen ? (
        <Sort key={page.id} scan={scan} page={page} onward={onward} />
      ) : (
        <Look page={page} again={() => setAgain(page.id)} />
      )}
    </Modal>
  );
}
