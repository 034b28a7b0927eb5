import { createFileRoute } from '@tanstack/react-router';
import { AnswersScreen, type AnswersSearch } from '../../features/homework/answers-screen.tsx';

export const Route = createFileRoute('/_app/staff/homework/answers')({
  validateSearch: ({ homework, region }): AnswersSearch => ({
    homework: Number(homework) || 0,
    ...(Number(region) > 0 && { region: Number(region) }),
  }),
  component: Screen,
});

function Screen() {
  return <AnswersScreen search={Route.useSearch()} />;
}
