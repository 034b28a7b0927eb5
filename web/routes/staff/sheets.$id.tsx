import { createFileRoute } from '@tanstack/react-router';
import { SheetEditor } from '../../features/sheets/sheet-editor.tsx';

export const Route = createFileRoute('/_app/staff/sheets/$id')({
  validateSearch: ({ exam }): { exam?: number } => (Number(exam) > 0 ? { exam: Number(exam) } : {}),
  component: Screen,
});

function Screen() {
  return <SheetEditor id={Number(Route.useParams().id)} exam={Route.useSearch().exam} />;
}
