import { createFileRoute } from '@tanstack/react-router';
import { StudentHome } from '../../features/home/student-home.tsx';

export const Route = createFileRoute('/_app/student/')({ component: StudentHome });
