import { createFileRoute } from '@tanstack/react-router';
import { RequestsScreen } from '../../features/parents/requests-screen.tsx';

export const Route = createFileRoute('/_app/staff/requests')({ component: RequestsScreen });
