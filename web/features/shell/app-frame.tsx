import '../../ui/styles.app.ts';
import { Notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { idle } from '../../lib/idle.ts';
import { startLive } from '../../lib/live.ts';
import { useMe } from '../../lib/login.ts';
import { keepOnDevice } from '../../lib/version.ts';
import { ConfirmHost } from '../../ui/confirm.tsx';
import { Frame, type Section } from '../../ui/frame.tsx';
import { AccountMenu, AccountPanel } from './account-menu.tsx';
import { ConnectionNotice, VersionNotice } from './connection-notice.tsx';
import { daily, managing } from './navigation.ts';
import { useShellWords } from './words.ts';

/** Loaded behind the first screen; only students hand in. */
const OutboxKeeper = lazy(async () => {
  await idle();
  return { default: (await import('../homework/outbox-keeper.tsx')).OutboxKeeper };
});

function useSections(): Section[] {
  const words = useShellWords();
  const { role } = useMe().user;
  const seen = (places: typeof daily) =>
    places
      .filter((place) => place.roles.includes(role))
      .map(({ to, icon, label, exact }) => ({ to, icon, label: label(words), exact: exact ?? false }));
  const sections = [{ entries: seen(daily) }, { title: words.manage, entries: seen(managing) }];
  return sections.filter(({ entries }) => entries.length > 0);
}

function useLive(): void {
  const queries = useQueryClient();
  const { id } = useMe().user;
  useEffect(() => startLive(queries, id), [queries, id]);
}

let isKept = false;

/** Students study without network, so their devices keep the app; nobody else's need to. */
function useKeptApp(): void {
  const { role } = useMe().user;
  useEffect(() => {
    if (isKept || role !== 'student') return;
    isKept = true;
    void keepOnDevice();
  }, [role]);
}

/** Navigation, account, news of the server, toasts and questions around a signed-in screen. */
export function AppFrame({ children }: { children: ReactNode }) {
  const words = useShellWords();
  const { tenant, user } = useMe();
  useLive();
  useKeptApp();
  return (
    <>
      <Frame
        sections={useSections()}
        place={tenant.name}
        account={<AccountMenu />}
        accountOnPhone={<AccountPanel />}
        words={{ skip: words.skip, navigation: words.navigation, all: words.allScreens }}
        notice={
          <>
            <ConnectionNotice />
            <VersionNotice />
          </>
        }
      >
        {children}
      </Frame>
      {user.role === 'student' && (
        <Suspense>
          <OutboxKeeper />
        </Suspense>
      )}
      <ConfirmHost />
      <Notifications position="bottom-center" limit={4} />
    </>
  );
}
