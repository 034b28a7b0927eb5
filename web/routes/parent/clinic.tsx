import { createFileRoute } from '@tanstack/react-router';
import { OwnClinicScreen } from '../../features/clinic/own-clinic.tsx';

export const Route = createFileRoute('/_app/parent/clinic')({ component: OwnClinicScreen });
