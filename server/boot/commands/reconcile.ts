import { keepUp } from '#core/upkeep.ts';
import { reconcilePlaybacks } from '#domains/video/wiring.ts';
import { type Command, scopeOf } from './command.ts';

export const reconcile: Command = {
  name: 'reconcile',
  about: 'marks playbacks that nobody ended as expired, which also happens each hour',
  perAcademy: true,
  async run(bench, academies) {
    for (const academy of academies) {
      const expired = await keepUp(scopeOf(bench, academy, 'reconcile'), reconcilePlaybacks);
      bench.print(`${academy.code}: ${expired} playback(s) had expired`);
    }
    return true;
  },
};
