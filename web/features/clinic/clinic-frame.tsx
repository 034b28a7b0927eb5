import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { useClinicWords } from './words.ts';

/** Title and tabs of the clinic around whichever of its screens is open. */
export function ClinicFrame({ children }: { children: ReactNode }) {
  const { title, lead, tabs, tabsLabel } = useClinicWords();
  return (
    <Page title={title} lead={lead} width="full">
      <TabLinks
        label={tabsLabel}
        tabs={[
          { name: tabs.board, link: { to: '/staff/clinic' }, exact: true },
          { name: tabs.links, link: { to: '/staff/clinic/links' } },
          { name: tabs.slots, link: { to: '/staff/clinic/slots' } },
          { name: tabs.cases, link: { to: '/staff/clinic/cases' } },
          { name: tabs.effect, link: { to: '/staff/clinic/effect' } },
        ]}
      />
      {children}
    </Page>
  );
}
