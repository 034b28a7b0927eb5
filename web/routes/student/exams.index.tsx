import { createFileRoute } from '@tanstack/react-router';
import { OwnExamsScreen } from '../../features/results/own-exams.tsx';

export const Route = createFileRoute('/_app/student/exams/')({ component: OwnExamsScreen });
