import { createFileRoute } from '@tanstack/react-router';
import { SlotsScreen } from '../../features/clinic/slots-screen.tsx';

export const Route = createFileRoute('/_app/staff/clinic/slots')({ component: SlotsScreen });
