import type { Demo, openAcademy as openAcademyRoute } from '@seodang/contract/auth.ts';
import type { z } from 'zod';
import { audit } from '#core/audit.ts';
import { inTenant, type Tx } from '#core/db.ts';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import { joined, openScope, type Scope } from '#core/scope.ts';
import * as accounts from './accounts.queries.ts';
import { type Opened, openLogin } from './logins.ts';
import { hashPassword, mustBeStrong } from './password.ts';
import * as queries from './sign-in.queries.ts';
import { openingPatience } from './throttle.rules.ts';
import { countAgainst } from './throttle.ts';
import { NOWHERE, type Visitor } from './visitor.ts';

type Asked = z.output<typeof openAcademyRoute.schema.body>;

/** Opens an academy with its owner, who is signed in; closed when ACADEMY_SIGN_UP says so. */
export async function openAcademy(platform: Platform, visitor: Visitor, asked: Asked): Promise<Opened> {
  if (platform.config.ACADEMY_SIGN_UP === 'closed') refuse('sign_up_closed');
  mustBeStrong(asked.password, '/password', [asked.phone, asked.academy_code]);
  await countAgainst(platform, 'opening', visitor.address, openingPatience);
  const owner = {
    login_id: asked.phone,
    name: asked.owner_name,
    phone: asked.phone,
    password_hash: await hashPassword(asked.password),
  };
  const academy = { code: asked.academy_code, name: asked.academy_name, is_demo: false, owner };
  return createAcademy(platform, academy, async (tx, { actor }) => {
    if (actor.kind !== 'user') refuse('forbidden');
    await accounts.updateAccount(tx, actor.user_id, { last_signed_in_at: platform.clock() });
    return openLogin(platform, tx, actor.user_id, visitor);
  });
}

type NewAcademy = {
  code: string;
  name: string;
  is_demo: boolean;
  owner: Omit<accounts.NewAccount, 'role'>;
};

/**
 * A new academy with its owner; `then` goes on in the same transaction, as the owner.
 * Refuses `already_exists` when the code is taken.
 */
export function createAcademy<T>(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { code, name, is_demo, owner }: NewAcademy,
  then: (tx: Tx, scope: Scope) => Promise<T>,
): Promise<T> {
  return inTenant(db, NOWHERE, async (nowhere) => {
    const tx = await queries.openTenant(nowhere, code, name, is_demo);
    if (!tx) refuse('already_exists', { errors: [{ pointer: '/academy_code', message: 'already_exists' }] });
    const [account] = await accounts.insertAccounts(tx, [{ ...owner, role: 'owner' }]);
    if (!account) refuse('already_exists');
    const actor = { kind: 'user', user_id: account.id, role: 'owner', login_session_id: null } as const;
    const scope = joined(openScope(db, tx.tenant_id, actor, { now: clock() }), tx);
    await audit(tx, scope, {
      action: 'tenant.open',
      subject_type: 'tenant',
      subject_id: tx.tenant_id,
      after: { code, name },
    });
    return then(tx, scope);
  });
}

/** Every account of the demo academy has this password; there is none in production. */
export const DEMO_PASSWORD = 'seodang-demo-2026';

/** One account of each role to try the demo academy with; nothing in production or where there is no demo. */
export async function readDemo({ config, db, clock }: Platform): Promise<Demo> {
  const nothing = { academy: null, accounts: [] };
  if (config.NODE_ENV === 'production' || !config.DEMO) return nothing;
  const tenant_id = await queries.findDemoTenant(db);
  if (tenant_id === null) return nothing;
  const scope = openScope(db, tenant_id, { kind: 'system', reason: 'demo' }, { now: clock() });
  return scope.tx(async (tx) => {
    const { code, name } = await accounts.findTenant(tx);
    const people = await accounts.firstOfEachRole(tx);
    const shown = people.map(({ role, name, login_id }) => ({
      role,
      name,
      login: login_id,
      password: DEMO_PASSWORD,
    }));
    return { academy: { code, name }, accounts: shown };
  });
}
