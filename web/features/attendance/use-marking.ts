import { useIsMutating, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { doneToast, undoToast } from '../../ui/toast.tsx';
import { type Cell, type Marked, mark, markTheRest, undoBatch } from './attendance.queries.ts';
import { useAttendanceWords } from './words.ts';

type Wanted = Pick<Cell, 'id'> & { status?: Cell['status']; memo?: string | null; version?: number };
const markKey = ['mark'];

/**
 * Marking one student or the rest of a class. `statusOf` shows a mark at once, before the server has answered;
 * `said` is what the last mark means for the family.
 */
export function useMarking() {
  const queries = useQueryClient();
  const words = useAttendanceWords();
  const [said, setSaid] = useState('');
  const pending = useMutationState({
    filters: { mutationKey: markKey, status: 'pending' },
    select: (mutation) => mutation.state.variables as Wanted,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['attendance'] });

  const one = useMutation({
    mutationKey: markKey,
    scope: { id: 'mark' },
    mutationFn: ({ id, ...body }: Wanted) => mark(id, body),
    onSuccess: (marked) => {
      queries.setQueriesData({ queryKey: ['attendance'] }, (data) => withMark(data, marked));
      setSaid(
        [words.marked(marked.student_name, words.statuses[marked.status]), words.telling[marked.telling]]
          .filter(Boolean)
          .join(' — '),
      );
    },
    onSettled: refresh,
  });

  const rest = useMutation({
    mutationFn: ({ session_id, status }: { session_id: number; status: Cell['status'] }) =>
      markTheRest(session_id, status),
    onSuccess: ({ batch_id, changed, undo_until, telling }) => {
      if (changed === 0) return doneToast(words.nobodyLeft);
      const told = telling.queued ? words.telling.queuedMany(telling.queued) : '';
      const silent = telling.not_today ? words.telling.not_today : '';
      undoToast({
        message: [words.markedMany(changed), told || silent].filter(Boolean).join(' — '),
        until: undo_until,
        undo: () => undoBatch(batch_id).finally(() => void refresh()),
      });
    },
    onSettled: refresh,
  });

  const statusOf = (cell: Pick<Cell, 'id' | 'status'>) =>
    pending.findLast((wanted) => wanted.id === cell.id)?.status ?? cell.status;
  const isBusy = useIsMutating({ mutationKey: markKey }) > 0;
  return { one, rest, statusOf, said, isBusy };
}
export type Marking = ReturnType<typeof useMarking>;

/** The lists on screen with the server's answer in them, so that nothing flickers until they are asked for again. */
function withMark(data: unknown, marked: Marked): unknown {
  if (Array.isArray(data)) {
    return data.map((item) =>
      isRowOf(item, marked) ? { ...item, ...pick(marked) } : withMark(item, marked),
    );
  }
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      name === 'results' || name === 'cells' || name === 'students' ? withMark(value, marked) : value,
    ]),
  );
}

function isRowOf(item: unknown, marked: Marked): item is Cell {
  return (
    typeof item === 'object' && item !== null && 'version' in item && 'id' in item && item.id === marked.id
  );
}

function pick({ status, memo, arrived_at, marked_at, version }: Marked) {
  return { status, memo, arrived_at, marked_at, version };
}
