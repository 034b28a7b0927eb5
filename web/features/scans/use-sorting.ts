import { useState } from 'react';
import { codeOf } from '../../lib/problem.ts';
import { doneToast } from '../../ui/toast.tsx';
import { type ScanPage, type Seat, useAssign, useDismiss } from './scans.queries.ts';
import { useSortWords } from './sort.words.ts';

/** Gives a page to a student or puts it aside; `taken` is who has one already and would have to have it replaced. */
export function useSorting({ page, onward }: { page: ScanPage; onward: () => void }) {
  const words = useSortWords();
  const assign = useAssign();
  const dismiss = useDismiss();
  const [wanted, want] = useState<Seat>();
  const give = (seat: Seat, replace = false) => {
    want(seat);
    assign.mutate(
      { id: page.id, enrollment_id: seat.enrollment_id, replace },
      {
        onSuccess: () => {
          doneToast(words.assigned(seat.student_name));
          onward();
        },
      },
    );
  };
  const putAside = (told = words.dismissed(page.place)) =>
    dismiss.mutate(page.id, {
      onSuccess: () => {
        doneToast(told);
        onward();
      },
    });
  const taken = codeOf(assign.error) === 'already_exists' ? wanted : undefined;
  const error = taken ? undefined : (assign.error ?? dismiss.error);
  return { give, putAside, taken, error, reset: assign.reset, isBusy: assign.isPending || dismiss.isPending };
}
export type Sorting = ReturnType<typeof useSorting>;
