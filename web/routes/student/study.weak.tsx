import { createFileRoute } from '@tanstack/react-router';
import { WeakScreen } from '../../features/study/weak-screen.tsx';

export const Route = createFileRoute('/_app/student/study/weak')({ component: WeakScreen });
