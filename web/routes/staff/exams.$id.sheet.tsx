import { createFileRoute } from '@tanstack/react-router';
import { SheetPanel } from '../../features/exams/sheet-panel.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/sheet')({ component: Screen });

function Screen() {
  return <SheetPanel exam_id={Number(Route.useParams().id)} />;
}
