import { type Icon, IconMenu2 } from '@tabler/icons-react';
import { Link, type LinkProps, useRouterState } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import { later } from '../lib/patiently.ts';
import { Brand } from './brand.tsx';
import styles from './frame.module.css';

export type Entry = { to: NonNullable<LinkProps['to']>; label: string; icon: Icon; exact?: boolean };
export type Section = { title?: string; entries: readonly Entry[] };

type Props = {
  sections: readonly Section[];
  /** Under the name of the product: the academy. */
  place: string;
  /** At the foot of the rail. */
  account: ReactNode;
  /** The same, laid open in the phone's drawer. */
  accountOnPhone: ReactNode;
  words: { skip: string; navigation: string; all: string };
  /** Above every screen: connection lost, new version. */
  notice?: ReactNode;
  children: ReactNode;
};

const tabsOnPhone = 4;

/** Loaded behind the first screen: nothing of it is seen before it is pressed. */
const PhoneDrawer = later(async () => (await import('./phone-drawer.tsx')).PhoneDrawer);

const wide = matchMedia('(min-width: 48em)');
function followWidth(listener: () => void): () => void {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
}
const useWide = () => useSyncExternalStore(followWidth, () => wide.matches);

function EntryLink({ entry, className }: { entry: Entry; className: string | undefined }) {
  const { icon: Sign } = entry;
  return (
    <Link to={entry.to} activeOptions={{ exact: entry.exact ?? false }} className={className ?? ''}>
      <Sign size={20} stroke={1.7} aria-hidden />
      <span>{entry.label}</span>
    </Link>
  );
}

function Rail({ sections }: { sections: readonly Section[] }) {
  return sections.map((section) => (
    <div key={section.title ?? ''} className={styles.section}>
      {section.title && <p className={styles.sectionTitle}>{section.title}</p>}
      {section.entries.map((entry) => (
        <EntryLink key={entry.to} entry={entry} className={styles.entry} />
      ))}
    </div>
  ));
}

function usePathChange(act: () => void): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts when the path changes, and only then
  useEffect(act, [path]);
}

function PhoneBars({ sections, place, accountOnPhone, words }: Omit<Props, 'notice' | 'children'>) {
  const { actions } = useCoreWords();
  /** Undefined until it is opened for the first time. */
  const [open, setOpen] = useState<boolean>();
  usePathChange(() => setOpen((before) => before && false));
  const entries = sections.flatMap((section) => section.entries);
  return (
    <>
      <nav className={styles.tabs} aria-label={words.navigation}>
        {entries.slice(0, tabsOnPhone).map((entry) => (
          <EntryLink key={entry.to} entry={entry} className={styles.tab} />
        ))}
        <button type="button" className={styles.tab} onClick={() => setOpen(true)} aria-haspopup="dialog">
          <IconMenu2 size={20} stroke={1.7} aria-hidden />
          <span>{actions.more}</span>
        </button>
      </nav>
      {open !== undefined && (
        <Suspense>
          <PhoneDrawer title={place} opened={open} close={() => setOpen(false)}>
            <nav aria-label={words.all}>
              <Rail sections={sections} />
            </nav>
            <div className={styles.drawerAccount}>
              <Suspense>{accountOnPhone}</Suspense>
            </div>
          </PhoneDrawer>
        </Suspense>
      )}
    </>
  );
}

/** The frame around every screen behind the sign-in: a rail on wide screens, tabs at the bottom of a phone. */
export function Frame(props: Props) {
  const { sections, place, account, words, notice, children } = props;
  const isWide = useWide();
  return (
    <div className={styles.frame}>
      <a href="#main" className={styles.skip}>
        {words.skip}
      </a>
      {isWide ? (
        <div className={styles.rail}>
          <header>
            <Brand place={place} />
          </header>
          <nav className={styles.nav} aria-label={words.navigation}>
            <Rail sections={sections} />
          </nav>
          <div className={styles.account}>
            <Suspense>{account}</Suspense>
          </div>
        </div>
      ) : (
        <header className={styles.top}>
          <Brand place={place} />
        </header>
      )}
      <main id="main" tabIndex={-1} className={styles.main}>
        {notice}
        {children}
      </main>
      {!isWide && <PhoneBars {...props} />}
    </div>
  );
}
