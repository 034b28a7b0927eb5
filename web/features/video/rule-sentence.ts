import type { Playback } from './line-state.ts';
import type { VideoWords } from './words.ts';

/** The policy in one sentence, e.g. "처음 시청: 앞으로 건너뛰기 제한, 1.5배속까지". */
export function ruleSentence({ rule }: VideoWords, policy: Playback['policy'], completed: boolean): string {
  const { seek, playback_rate } = policy;
  const free = completed ? rule.freeNow : rule.free;
  const bounded = completed ? rule.boundedNow : rule.bounded;
  const moving = { free, bounded_forward: bounded, blocked: rule.blocked }[seek.mode];
  return `${moving}, ${playback_rate.ui_control ? rule.upTo(playback_rate.max) : rule.fixed}`;
}
