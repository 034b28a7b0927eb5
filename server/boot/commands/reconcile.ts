import { keepUp } from '#core/upkeep.ts';
import { playbackStore, reconcilePlaybacks } from '#domains/video/wiring.ts';
import { type Command, scopeOf } from './command.ts';

export const reconcile: Command = {
  name: 'reconcile',
  about: 'marks playbacks that nobody ended as expired, which also happens each hour',
  perAcademy: true,
  async run(bench, academies) {
    const upkeep = reconcilePlaybacks(playbackStore(bench));
    for (const academy of academies) {
      const expired = await keepUp(scopeOf(bench, academy, 'reconcile'), upkeep);
      bench.print(`${academy.code}: ${expired} playback(s) had expired`);
    }
    return true;
  },
};
