import '../../ui/styles.app.ts';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect } from 'react';
import { idle } from '../../lib/idle.ts';
import { startLive } from '../../lib/live.ts';
import { useMe } from '../../lib/login.ts';
import { later } from '../../lib/patiently.ts';
import { keepOnDevice } from '../../lib/version.ts';
import { Frame, type Section } from '../../ui/frame.tsx';
import { ConnectionNotice, VersionNotice } from './connection-notice.tsx';
import { daily, managing } from './navigation.ts';
import { useShellWords } from './words.ts';

const accountMenu = () => import('./account-menu.tsx');
const AccountMenu = later(async () => (await accountMenu()).AccountMenu);
const AccountPanel = later(async () => (await accountMenu()).AccountPanel);

/** Loaded behind the first screen, with what opens when it is pressed. */
const Hosts = later(async () => {
  await idle();
  return (await import('./hosts.tsx')).Hosts;
});

/** Loaded behind the first screen; only students hand in. */
const OutboxKeeper = later(async () => {
  await idle();
  return (await import('../homework/outbox-keeper.tsx')).OutboxKeeper;
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
    // What the device keeps must not come before what the student waits for.
    void idle().then(keepOnDevice);
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
      <Suspense>
        <Hosts />
      </Suspense>
      <Suspense>{user.role === 'student' && <OutboxKeeper />}</Suspense>
    </>
  );
}
