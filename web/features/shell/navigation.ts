import { type Role, staffRoles } from '@seodang/contract/identity.ts';
import {
  type Icon,
  IconActivityHeartbeat,
  IconBell,
  IconBook2,
  IconChalkboard,
  IconChecklist,
  IconDeviceTablet,
  IconHistory,
  IconHome,
  IconIdBadge2,
  IconLayoutGrid,
  IconLifebuoy,
  IconMailQuestion,
  IconMessage2,
  IconMovie,
  IconNotebook,
  IconReportAnalytics,
  IconScan,
  IconSettings,
  IconShieldExclamation,
  IconStack2,
  IconTableImport,
  IconUsers,
  IconUsersGroup,
  IconWaveSine,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import { adminRoles } from './homes.ts';
import type { ShellWords } from './words.ts';

type Place = {
  to: NonNullable<LinkProps['to']>;
  icon: Icon;
  label: (words: ShellWords) => string;
  roles: readonly Role[];
  /** Only this very address marks the entry as open, not what lies below it. */
  exact?: boolean;
};

/** Where each role can go; the first four that a role may see are the tabs of its phone. */
export const daily: readonly Place[] = [
  { to: '/student', icon: IconHome, label: (words) => words.today, roles: ['student'], exact: true },
  { to: '/parent', icon: IconUsersGroup, label: (words) => words.children, roles: ['parent'], exact: true },
  { to: '/parent/report', icon: IconReportAnalytics, label: (words) => words.report, roles: ['parent'] },
  { to: '/student/exams', icon: IconChecklist, label: (words) => words.exams, roles: ['student'] },
  { to: '/student/study', icon: IconBook2, label: (words) => words.study, roles: ['student'] },
  { to: '/student/homework', icon: IconNotebook, label: (words) => words.homework, roles: ['student'] },
  { to: '/parent/homework', icon: IconNotebook, label: (words) => words.homework, roles: ['parent'] },
  { to: '/parent/exams', icon: IconChecklist, label: (words) => words.exams, roles: ['parent'] },
  { to: '/student/clinic', icon: IconLifebuoy, label: (words) => words.clinic, roles: ['student'] },
  { to: '/parent/clinic', icon: IconLifebuoy, label: (words) => words.clinic, roles: ['parent'] },
  { to: '/parent/settings', icon: IconBell, label: (words) => words.messages, roles: ['parent'] },
  { to: '/staff', icon: IconHome, label: (words) => words.today, roles: staffRoles, exact: true },
  { to: '/staff/lectures', icon: IconChalkboard, label: (words) => words.lectures, roles: staffRoles },
  { to: '/staff/students', icon: IconUsers, label: (words) => words.students, roles: staffRoles },
  { to: '/staff/progress', icon: IconLayoutGrid, label: (words) => words.progress, roles: staffRoles },
  { to: '/staff/clinic', icon: IconLifebuoy, label: (words) => words.clinic, roles: staffRoles },
  { to: '/staff/videos', icon: IconMovie, label: (words) => words.videos, roles: staffRoles },
  { to: '/staff/cases', icon: IconShieldExclamation, label: (words) => words.cases, roles: staffRoles },
  { to: '/staff/sheets', icon: IconScan, label: (words) => words.sheets, roles: staffRoles },
  { to: '/staff/requests', icon: IconMailQuestion, label: (words) => words.requests, roles: staffRoles },
  { to: '/staff/families', icon: IconUsersGroup, label: (words) => words.families, roles: staffRoles },
];

export const managing: readonly Place[] = [
  { to: '/admin/staff', icon: IconIdBadge2, label: (words) => words.staff, roles: adminRoles },
  { to: '/admin/settings', icon: IconSettings, label: (words) => words.settings, roles: adminRoles },
  { to: '/admin/kiosks', icon: IconDeviceTablet, label: (words) => words.kiosks, roles: adminRoles },
  { to: '/admin/outbox', icon: IconMessage2, label: (words) => words.outbox, roles: adminRoles },
  { to: '/admin/imports', icon: IconTableImport, label: (words) => words.imports, roles: adminRoles },
  { to: '/admin/study', icon: IconWaveSine, label: (words) => words.recall, roles: adminRoles },
  { to: '/admin/audit', icon: IconHistory, label: (words) => words.audit, roles: adminRoles },
  { to: '/admin/jobs', icon: IconStack2, label: (words) => words.jobs, roles: adminRoles },
  {
    to: '/admin/readiness',
    icon: IconActivityHeartbeat,
    label: (words) => words.readiness,
    roles: adminRoles,
  },
];
