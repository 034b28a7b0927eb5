import { createFileRoute } from '@tanstack/react-router';
import { ReadinessScreen } from '../../features/system/readiness-screen.tsx';

export const Route = createFileRoute('/_app/admin/readiness')({ component: ReadinessScreen });
