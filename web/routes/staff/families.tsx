import { createFileRoute } from '@tanstack/react-router';
import { FamiliesScreen } from '../../features/people/families-screen.tsx';

export const Route = createFileRoute('/_app/staff/families')({ component: FamiliesScreen });
