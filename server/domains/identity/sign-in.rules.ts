import { toPhone } from '@seodang/contract/phone.ts';

/** How a login as it was typed may be meant. */
export type Meant = { login_id: string; email: string | null; phone: string | null };

/** Families share a phone; more accounts than this behind one name are not tried. */
const SHARED = 5;

/** Reads a login by its form alone, so that the work it causes does not depend on what is stored. */
export function meaningOf(login: string): Meant {
  return { login_id: login, email: login.includes('@') ? login : null, phone: toPhone(login) ?? null };
}

/** How many passwords are verified before a login is refused, found or not. */
export function triesFor({ email, phone }: Meant): number {
  return email === null && phone === null ? 1 : SHARED;
}
