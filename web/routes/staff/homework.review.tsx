import { createFileRoute } from '@tanstack/react-router';
import type { ReviewSearch } from '../../features/homework/review-queue.ts';
import { ReviewScreen } from '../../features/homework/review-screen.tsx';

const idOf = (value: unknown) => (Number(value) > 0 ? Number(value) : undefined);

export const Route = createFileRoute('/_app/staff/homework/review')({
  validateSearch: ({ homework, lecture, of }): ReviewSearch => ({
    ...(idOf(homework) && { homework: Number(homework) }),
    ...(idOf(lecture) && { lecture: Number(lecture) }),
    ...(typeof of === 'string' && { of }),
  }),
  component: Screen,
});

function Screen() {
  return <ReviewScreen search={Route.useSearch()} />;
}
