import { createFileRoute } from '@tanstack/react-router';
import { LinksScreen } from '../../features/clinic/links-screen.tsx';

export const Route = createFileRoute('/_app/staff/clinic/links')({ component: LinksScreen });
