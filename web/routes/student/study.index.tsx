import { createFileRoute } from '@tanstack/react-router';
import { StudyTodayScreen } from '../../features/study/today-screen.tsx';

export const Route = createFileRoute('/_app/student/study/')({
  // What the device has is read while the screen is on its way, so that the first picture shows it.
  loader: async () => (await import('../../features/study/study-here.ts')).openStudyHere(),
  component: StudyTodayScreen,
});
