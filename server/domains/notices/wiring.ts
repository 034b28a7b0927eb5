import { type Listener, listen } from '#core/events.ts';
import type { Task } from '#core/tasks.ts';
import { attendanceChanged } from '#domains/school/index.ts';
import { deliveryTask } from './delivery.tasks.ts';
import { tellFamilies } from './notices.ts';
import { logProvider } from './provider.ts';

export { noticeRoutes } from './notices.routes.ts';

export function noticeListeners(): Listener[] {
  return [listen(attendanceChanged, 'notices.tell_families', tellFamilies)];
}

export function noticeTasks(): Task[] {
  return [deliveryTask(logProvider)];
}
