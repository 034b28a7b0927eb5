import type { Here } from '../../lib/login.rules.ts';
import { currentLogin } from '../../lib/login.ts';
import { forgetStudy } from './db.ts';
import { closeStudy, studyOf } from './study.ts';

/** Resolves when what this device knows of the studying of whoever is signed in has been read. */
export async function openStudyHere(): Promise<void> {
  const login = currentLogin();
  if (login.status === 'in') await studyOf(login.tenant.code, login.user.id).opened;
}

/** Takes what a student studied off this device, but for what is not sent yet. */
export async function clearStudyHere({ user, tenant }: Here): Promise<void> {
  await forgetStudy(tenant.code, user.id);
  closeStudy();
}
