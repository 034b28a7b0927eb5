import type { Role } from '@seodang/contract/identity.ts';
import { type Db, inTenant, type Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';

/** A person signed in (or by API key), a kiosk at the door, whoever opened a message's link, or the system itself. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly user_id: number;
      readonly role: Role;
      readonly login_session_id: number | null;
    }
  | { readonly kind: 'kiosk'; readonly kiosk_id: number }
  | { readonly kind: 'family'; readonly link_id: number; readonly student_id: number }
  | { readonly kind: 'system'; readonly reason: string };

/** Who acts, in which tenant, and when. Every service function takes one first. */
export type Scope = {
  readonly tenant_id: number;
  readonly actor: Actor;
  readonly now: Date;
  readonly request_id: string;
  readonly address: string | null;
  /** One transaction that sees one tenant. The inner scope joins it, so services can call services. */
  readonly tx: <T>(work: (tx: Tx, scope: Scope) => Promise<T>) => Promise<T>;
};

export type ScopeOptions = { now?: Date; request_id?: string; address?: string | null };

export function openScope(db: Db, tenantId: number, actor: Actor, options: ScopeOptions = {}): Scope {
  const scope: Scope = {
    tenant_id: tenantId,
    actor,
    now: options.now ?? new Date(),
    request_id: options.request_id ?? 'internal',
    address: options.address ?? null,
    tx: (work) => inTenant(db, tenantId, (tx) => work(tx, joined(scope, tx))),
  };
  return scope;
}

/** The scope inside its transaction: what asks it for one joins this one. */
export function joined(outer: Scope, tx: Tx): Scope {
  const scope: Scope = { ...outer, tx: (work) => work(tx, scope) };
  return scope;
}

export type UserActor = Extract<Actor, { kind: 'user' }>;

/** The signed-in person, or a refusal: what only people do is not done by the system or a kiosk. */
export function userOf({ actor }: Scope): UserActor {
  return actor.kind === 'user' ? actor : refuse('forbidden');
}
