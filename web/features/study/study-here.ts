import type { Here } from '../../lib/login.rules.ts';
import { currentLogin } from '../../lib/login.ts';
import { memory } from '../../lib/store.ts';
import { forgetStudy } from './db.ts';
import { closeStudy, type Study, studyOf } from './study.ts';

/** Longer than that nobody waits for questions in front of nothing. */
const PATIENCE_MS = 300;

/**
 * Resolves when what this device knows of the studying of whoever is signed in has been read; when that is nothing, a
 * little later if the questions are about to come.
 */
export async function openStudyHere(): Promise<void> {
  const login = currentLogin();
  if (login.status !== 'in') return;
  const study = studyOf(login.tenant.code, login.user.id);
  await study.opened;
  if (study.state.get().has_pack) return;
  void study.sync();
  await hasPack(study);
}

function hasPack({ state }: Study): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unfollow = state.follow(() => state.get().has_pack && resolve());
  const timer = setTimeout(resolve, PATIENCE_MS);
  return promise.finally(() => {
    unfollow();
    clearTimeout(timer);
  });
}

/** Takes what a student studied off this device, but for what is not sent yet. */
export async function clearStudyHere({ user, tenant }: Here): Promise<void> {
  memory.write('has_pack', undefined);
  await forgetStudy(tenant.code, user.id);
  closeStudy();
}
