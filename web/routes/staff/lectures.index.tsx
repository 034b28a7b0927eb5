import { createFileRoute } from '@tanstack/react-router';
import { LecturesScreen } from '../../features/classes/lectures-screen.tsx';

export const Route = createFileRoute('/_app/staff/lectures/')({ component: LecturesScreen });
