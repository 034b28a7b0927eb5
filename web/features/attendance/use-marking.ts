import { useIsMutating, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { doneToast, problemToast, undoToast } from '../../ui/toast.tsx';
import { type Impact, impactOfMarks } from '../video/impact.queries.ts';
import { type Cell, mark, markTheRest, undoBatch } from './attendance.queries.ts';
import { type Clash, type Current, clashOf, type Wanted } from './clash.ts';
import { rowsIn, withMark } from './marked-rows.ts';
import { mayConcernViewing } from './marks.ts';
import { useAttendanceWords } from './words.ts';

const markKey = ['mark'];

/** What a mark means for the family, and for what the student may watch. */
export type Told = { text: string; impact: Impact | undefined };

/** Asked before the mark is made, since afterwards nothing differs. */
async function impactOf({ id, session_id, from, status }: Wanted): Promise<Impact | undefined> {
  if (status === undefined || !mayConcernViewing(from, status)) return undefined;
  return impactOfMarks(session_id, { changes: [{ attendance_id: id, status }] });
}

/** The marks that somebody else was faster with, one for each student, until it is chosen which holds. */
function useClashes() {
  const [clashes, setClashes] = useState<readonly Clash[]>([]);
  const settle = (id: number) => setClashes((before) => before.filter(({ wanted }) => wanted.id !== id));
  const add = (clash: Clash) => {
    settle(clash.wanted.id);
    setClashes((before) => [...before, clash]);
  };
  return { clashes, add, settle };
}

/**
 * Marking one student or the rest of a class. `statusOf` shows a mark at once, before the server has answered;
 * `told` is what the last mark means for the family. Nobody's mark is overwritten unseen: see `clashes`.
 */
export function useMarking() {
  const queries = useQueryClient();
  const words = useAttendanceWords();
  const [told, setTold] = useState<Told>({ text: '', impact: undefined });
  const { clashes, add, settle } = useClashes();
  const own = useRef(new Map<number, number>());
  const pending = useMutationState({
    filters: { mutationKey: markKey, status: 'pending' },
    select: (mutation) => mutation.state.variables as Wanted,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['attendance'] });
  const take = (marked: Current) => {
    own.current.set(marked.id, marked.version);
    queries.setQueriesData({ queryKey: ['attendance'] }, (data) => withMark(data, marked));
  };

  const one = useMutation({
    mutationKey: markKey,
    meta: { quiet: true },
    scope: { id: 'mark' },
    // Marks wait for each other, so the screen's version may be from before one's own last mark.
    mutationFn: async (wanted: Wanted) => {
      const impact = await impactOf(wanted);
      const { id, version, place: _place, session_id: _session, from: _from, ...body } = wanted;
      const marked = await mark(id, { ...body, version: Math.max(version, own.current.get(id) ?? 0) });
      return { marked, impact };
    },
    onSuccess: ({ marked, impact }) => {
      take(marked);
      const what = words.marked(marked.student_name, words.statuses[marked.status]);
      setTold({ text: [what, words.telling[marked.telling]].filter(Boolean).join(' — '), impact });
    },
    onError: (error, wanted) => {
      const clash = clashOf(error, wanted);
      if (!clash) return problemToast(error);
      if (clash !== 'agreed') add(clash);
    },
    onSettled: refresh,
  });
  const keepTheirs = ({ wanted }: Clash) => settle(wanted.id);
  const takeMine = ({ wanted, current }: Clash) => {
    settle(wanted.id);
    one.mutate({ ...wanted, from: current.status, version: current.version });
  };

  // What one's own batch has moved is no clash for the marks that wait behind it.
  const refreshAll = async () => {
    await refresh();
    for (const [, data] of queries.getQueriesData({ queryKey: ['attendance'] }))
      for (const { id, version } of rowsIn(data)) own.current.set(id, version);
  };
  const rest = useMutation({
    scope: { id: 'mark' },
    mutationFn: ({ session_id, status }: { session_id: number; status: Cell['status'] }) =>
      markTheRest(session_id, status),
    onSuccess: ({ batch_id, changed, undo_until, telling }) => {
      if (changed === 0) return doneToast(words.nobodyLeft);
      const told = telling.queued ? words.telling.queuedMany(telling.queued) : '';
      const silent = telling.not_today ? words.telling.not_today : '';
      undoToast({
        message: [words.markedMany(changed), told || silent].filter(Boolean).join(' — '),
        until: undo_until,
        undo: () => undoBatch(batch_id).finally(() => void refreshAll()),
      });
    },
    onSettled: refreshAll,
  });

  const statusOf = (cell: Pick<Cell, 'id' | 'status'>) =>
    pending.findLast((wanted) => wanted.id === cell.id)?.status ?? cell.status;
  const isBusy = useIsMutating({ mutationKey: markKey }) > 0;
  return { one, rest, statusOf, told, isBusy, clashes, keepTheirs, takeMine };
}
export type Marking = ReturnType<typeof useMarking>;
