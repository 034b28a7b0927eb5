import { createFileRoute } from '@tanstack/react-router';
import { StudyTodayScreen } from '../../features/study/today-screen.tsx';

export const Route = createFileRoute('/_app/student/study/')({ component: StudyTodayScreen });
