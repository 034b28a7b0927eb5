import { createFileRoute } from '@tanstack/react-router';
import { CasesScreen } from '../../features/clinic/cases-screen.tsx';

export const Route = createFileRoute('/_app/staff/clinic/cases/')({ component: CasesScreen });
