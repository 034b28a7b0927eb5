import { currentLogin } from '../../lib/login.ts';
import { studyOf } from './study.ts';

/** Resolves when what this device knows of the studying of whoever is signed in has been read. */
export async function openStudyHere(): Promise<void> {
  const login = currentLogin();
  if (login.status === 'in') await studyOf(login.tenant.code, login.user.id).opened;
}
