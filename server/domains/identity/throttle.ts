import { createHash } from 'node:crypto';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import * as queries from './throttle.queries.ts';
import {
  accountPatience,
  addressPatience,
  neighbourhoodOf,
  type Patience,
  waitsOf,
} from './throttle.rules.ts';

type Gate = { key: Buffer; patience: Patience };

/** An attempt that has been counted as failed; say so if it was not. */
export type Attempt = {
  /** Clears the account's failures and takes this attempt off the address. */
  succeeded: () => Promise<void>;
  /** It was neither right nor wrong, e.g. a code is still missing. */
  undecided: () => Promise<void>;
};

/** Counts an attempt to guess `account`'s secret from `address`, or refuses with 429 and the seconds to wait. */
export async function beginAttempt(
  platform: Platform,
  account: string,
  address: string | null,
): Promise<Attempt> {
  const ofAccount = { key: keyOf(`account:${account}`), patience: accountPatience };
  const ofAddress = { key: keyOf(`address:${neighbourhoodOf(address ?? '')}`), patience: addressPatience };
  await passGate(platform, ofAccount);
  await passGate(platform, ofAddress);
  const takeBack = ({ key }: Gate) => queries.uncountAttempt(platform.db, key);
  return {
    succeeded: async () => {
      await queries.forgetFailures(platform.db, ofAccount.key);
      await takeBack(ofAddress);
    },
    undecided: async () => {
      await takeBack(ofAccount);
      await takeBack(ofAddress);
    },
  };
}

/** Counts something that is limited per address although it does not fail. */
export async function countAgainst(
  platform: Platform,
  what: string,
  address: string | null,
  patience: Patience,
) {
  await passGate(platform, { key: keyOf(`${what}:${neighbourhoodOf(address ?? '')}`), patience });
}

async function passGate({ db, clock }: Platform, { key, patience }: Gate): Promise<void> {
  const now = clock();
  if (await queries.countAttempt(db, key, waitsOf(patience), now)) return;
  const until = (await queries.blockedUntil(db, key)) ?? now;
  refuse('too_many_requests', {
    retry_after: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)),
  });
}

function keyOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
