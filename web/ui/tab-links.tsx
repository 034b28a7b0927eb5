import { Link, type LinkProps, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './tab-links.module.css';

export type TabLink = {
  name: string;
  link: LinkProps;
  /** Only this very address marks the tab as open, not what lies below it. */
  exact?: boolean | undefined;
};

/** The screens of one thing, each at its own address. On a phone not all are in sight; the open one always is. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const list = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts when the path changes, and only then
  useEffect(() => {
    // With the next picture: measured at once, the whole screen would be laid out twice.
    const picture = requestAnimationFrame(() => {
      const open = list.current?.querySelector('[data-status="active"]');
      open?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    return () => cancelAnimationFrame(picture);
  }, [path]);
  return (
    <nav ref={list} className={styles.tabs} aria-label={label}>
      {tabs.map(({ name, link, exact }) => (
        <Link key={name} {...link} activeOptions={{ exact: exact ?? false }} className={styles.tab ?? ''}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
