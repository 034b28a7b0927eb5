import { createFileRoute } from '@tanstack/react-router';
import { KiosksScreen } from '../../features/kiosk/kiosks-screen.tsx';

export const Route = createFileRoute('/_app/admin/kiosks')({ component: KiosksScreen });
