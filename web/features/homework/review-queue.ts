import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type Standing, standingsQuery } from './homework.queries.ts';

export type ReviewSearch = { homework?: number; lecture?: number; of?: string };

export const keyOf = ({ homework_id, enrollment_id }: Standing) => `${homework_id}-${enrollment_id}`;

/** Those who have handed in, in the order of the class, and the way from one to the next. */
export function useReviewQueue({ homework, lecture, of }: ReviewSearch) {
  const navigate = useNavigate();
  const scope = { ...(homework !== undefined && { homework }), ...(lecture !== undefined && { lecture }) };
  const query = useQuery(standingsQuery(scope));
  const list = query.data?.results.filter(({ submission }) => submission !== null) ?? [];
  const isWaiting = ({ state }: Standing) => state === 'waiting';
  const named = list.findIndex((one) => keyOf(one) === of);
  const at = named >= 0 ? named : Math.max(0, list.findIndex(isWaiting));
  const open = (one: Standing | undefined) =>
    one &&
    void navigate({ to: '/staff/homework/review', search: { ...scope, of: keyOf(one) }, replace: true });
  return {
    ...{ query, list, at, open },
    current: list[at],
    waiting: list.filter(isWaiting).length,
    go: (step: 1 | -1) => open(list[at + step]),
    /** The next one that waits, around the end of the class. */
    goOn: () => {
      const others = [...list.slice(at + 1), ...list.slice(0, at)];
      open(others.find(isWaiting));
      return others.some(isWaiting);
    },
  };
}
