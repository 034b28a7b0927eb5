import { createFileRoute, redirect } from '@tanstack/react-router';
import { StudentHome } from '../../features/home/student-home.tsx';

export const Route = createFileRoute('/_app/student/')({
  // What is there without network is studying.
  beforeLoad: () => {
    if (!navigator.onLine) throw redirect({ to: '/student/study' });
  },
  component: StudentHome,
});
