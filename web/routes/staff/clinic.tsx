import { createFileRoute, Outlet } from '@tanstack/react-router';
import { ClinicFrame } from '../../features/clinic/clinic-frame.tsx';

export const Route = createFileRoute('/_app/staff/clinic')({ component: Screen });

function Screen() {
  return (
    <ClinicFrame>
      <Outlet />
    </ClinicFrame>
  );
}
