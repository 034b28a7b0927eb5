import { Notifications } from '@mantine/notifications';
import { ConfirmHost } from '../../ui/confirm.tsx';

/** Where questions and toasts appear; what was asked or said before they stand is shown then. */
export function Hosts() {
  return (
    <>
      <ConfirmHost />
      <Notifications position="bottom-center" limit={4} />
    </>
  );
}
