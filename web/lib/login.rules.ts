import type { SignedIn } from '@seodang/contract/auth.ts';

export type Here = Pick<SignedIn, 'user' | 'tenant'>;
/** Who was signed in when the server last said so, and when that was. */
export type Remembered = Here & { at?: number };

const TRUSTED_MS = 30 * 86_400_000;

/** What a browser wrote down of it; undefined when that cannot be read. */
export function rememberedIn(text: string | undefined): Remembered | undefined {
  try {
    const { user, tenant, at } = JSON.parse(text ?? '{}');
    return user && tenant ? { user, tenant, at } : undefined;
  } catch {
    return undefined;
  }
}

/** Students begin before the server is asked, unless it has not been heard of for thirty days. */
export function mayBegin({ user, at = 0 }: Remembered, now: number): boolean {
  return user.role === 'student' && now - at < TRUSTED_MS;
}

/** The student whose things do not belong on the device with whoever comes next, if with anybody. */
export function leftBy(before: Remembered | undefined, next: Here | undefined): Remembered | undefined {
  if (before?.user.role !== 'student') return undefined;
  const isSame = before.user.id === next?.user.id && before.tenant.code === next.tenant.code;
  return isSame ? undefined : before;
}
