import { type Listener, listen } from '#core/events.ts';
import type { Platform } from '#core/platform.ts';
import type { Task } from '#core/tasks.ts';
import { clinicAnnounced } from '#domains/progress/index.ts';
import { attendanceChanged } from '#domains/school/index.ts';
import { carriersOf } from './carriers.ts';
import { tellOfClinic } from './clinic.ts';
import { deliveryTask } from './delivery.tasks.ts';
import { linkMaker } from './links.ts';
import { tellFamilies } from './notices.ts';

export { withFamilyLinks } from './links.ts';
export { noticeRoutes } from './notices.routes.ts';

export function noticeListeners(): Listener[] {
  return [
    listen(attendanceChanged, 'notices.tell_families', tellFamilies),
    listen(clinicAnnounced, 'notices.tell_of_clinic', tellOfClinic),
  ];
}

export function noticeTasks(platform: Platform): Task[] {
  return [deliveryTask({ carriers: carriersOf(platform), links: linkMaker(platform) })];
}
