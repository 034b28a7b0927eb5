import type { Platform } from '#core/platform.ts';
import { openScope, type Scope } from '#core/scope.ts';

/** Somebody not signed in (yet): where they come from. */
export type Visitor = {
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly request_id: string;
};

/** No tenant has this id: what is looked up there takes its time and is not found. */
export const NOWHERE = 0;

/** What the system does at the door, before it knows who comes in. */
export function doorScope(platform: Platform, tenant_id: number, visitor: Visitor): Scope {
  const { address, request_id } = visitor;
  const actor = { kind: 'system', reason: 'sign-in' } as const;
  return openScope(platform.db, tenant_id, actor, { now: platform.clock(), address, request_id });
}
