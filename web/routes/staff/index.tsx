import { createFileRoute } from '@tanstack/react-router';
import { StaffHome } from '../../features/home/staff-home.tsx';

export const Route = createFileRoute('/_app/staff/')({ component: StaffHome });
