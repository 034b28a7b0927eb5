import { retryFailedTasks } from '#core/failed-tasks.ts';
import type { Command } from './command.ts';

export const retryTasks: Command = {
  name: 'retry-tasks',
  about: 'lets background tasks that failed for good be tried again',
  perAcademy: false,
  async run({ owner, print }) {
    print(`${await retryFailedTasks(owner)} task(s) will be tried again`);
    return true;
  },
};
