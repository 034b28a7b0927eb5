import { createFileRoute } from '@tanstack/react-router';
import { SheetsScreen } from '../../features/sheets/sheets-screen.tsx';

export const Route = createFileRoute('/_app/staff/sheets/')({
  validateSearch: ({ exam }): { exam?: number } => (Number(exam) > 0 ? { exam: Number(exam) } : {}),
  component: Screen,
});

function Screen() {
  const { exam } = Route.useSearch();
  return <SheetsScreen exam={exam} isNew={exam !== undefined} />;
}
