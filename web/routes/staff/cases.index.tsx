import { createFileRoute } from '@tanstack/react-router';
import { StaffCasesScreen } from '../../features/video/staff-cases-screen.tsx';

export const Route = createFileRoute('/_app/staff/cases/')({ component: StaffCasesScreen });
