import { createFileRoute, Outlet } from '@tanstack/react-router';
import { ExamFrame } from '../../features/exams/exam-frame.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id')({ component: Screen });

function Screen() {
  return (
    <ExamFrame id={Number(Route.useParams().id)}>
      <Outlet />
    </ExamFrame>
  );
}
