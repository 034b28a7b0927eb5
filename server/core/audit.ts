import type { AuditAction } from '@seodang/contract/audit.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';

/** One change made by a person: what was done (`results.publish`), to what, and how it was before and after. */
export type AuditRecord = {
  action: AuditAction;
  subject_type: string;
  subject_id: number | string | null;
  before?: unknown;
  after?: unknown;
};

/** Writes the trail in the same transaction as the change; app.append_audit chains it to the entry before. */
export async function audit(tx: Tx, scope: Scope, record: AuditRecord): Promise<void> {
  const { actor } = scope;
  const entry = {
    actor_kind: actor.kind,
    actor_id: idOf(scope),
    action: record.action,
    subject_type: record.subject_type,
    subject_id: record.subject_id === null ? null : String(record.subject_id),
    before: record.before ?? null,
    after: record.after ?? null,
    request_id: scope.request_id,
  };
  await sql`select app.append_audit(${JSON.stringify(entry)}::jsonb, ${scope.now})`.execute(tx);
}

function idOf({ actor }: Scope): number | null {
  if (actor.kind === 'user') return actor.user_id;
  if (actor.kind === 'kiosk') return actor.kiosk_id;
  return actor.kind === 'family' ? actor.link_id : null;
}
