import { createFileRoute } from '@tanstack/react-router';
import { ImportsScreen } from '../../features/people/imports-screen.tsx';

export const Route = createFileRoute('/_app/admin/imports/')({ component: ImportsScreen });
