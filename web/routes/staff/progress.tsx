import { createFileRoute } from '@tanstack/react-router';
import { LectureChoiceScreen } from '../../features/progress/lecture-choice-screen.tsx';

export const Route = createFileRoute('/_app/staff/progress')({ component: LectureChoiceScreen });
