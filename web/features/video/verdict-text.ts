import type { Verdict } from './audience.queries.ts';
import type { PolicyWords } from './policy.words.ts';

/** What a student may do, in one line: "본 곳까지만 이동 · 1.5배속까지 · 워터마크", or why not. */
export function verdictText(words: PolicyWords, { reason, rule, policy }: Verdict): string {
  if (reason !== null || policy === null) return reason === null ? '–' : words.reasons[reason];
  const { seek, playback_rate, watermark } = policy;
  return [
    rule === 'once' ? `${words.seeks[seek.mode]} (${words.firstTime})` : words.seeks[seek.mode],
    playback_rate.ui_control ? words.upTo(playback_rate.max) : words.fixed,
    watermark.enabled ? words.watermark : words.noWatermark,
  ].join(' · ');
}
