import { createFileRoute, redirect } from '@tanstack/react-router';
import { rememberKiosk } from '../../features/kiosk/kiosk.ts';
import { KioskScreen } from '../../features/kiosk/kiosk-screen.tsx';

export const Route = createFileRoute('/kiosk')({
  beforeLoad: ({ location }) => {
    if (!location.hash) return;
    rememberKiosk(location.hash);
    throw redirect({ to: '/kiosk', replace: true });
  },
  component: KioskScreen,
});
