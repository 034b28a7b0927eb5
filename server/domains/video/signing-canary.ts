import type { Platform } from '#core/platform.ts';
import type { Part } from '#core/readiness.ts';
import { parseMediaPath, signPrefix, verifyPrefix } from './delivery.rules.ts';
import { openDelivery } from './delivery.ts';

const canary = '/media/hls/canary/videos/1/1-1/master.m3u8';

/** Tries with the keys in use whether a signed address opens its own video, and neither another one nor one too late. */
export function signingPart({ config, secrets, clock }: Platform): Part {
  const { keys } = openDelivery(config, secrets);
  return {
    name: 'signing',
    check: async () => {
      const prefix = parseMediaPath(canary)?.prefix ?? '';
      const now = clock();
      const token = signPrefix(keys, prefix, 'canary', Math.floor(now.getTime() / 1000) + 60);
      const opens = verifyPrefix(keys, prefix, token, now) === 'canary';
      const opensAnother = verifyPrefix(keys, prefix.replace('/1/', '/2/'), token, now) !== undefined;
      const opensLate = verifyPrefix(keys, prefix, token, new Date(now.getTime() + 61_000)) !== undefined;
      if (!opens || opensAnother || opensLate) throw new Error('signed addresses do not hold');
      return { state: 'ok', detail: `key ${keys[0].id}` };
    },
  };
}
