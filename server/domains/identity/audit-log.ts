import type { AuditEntry, AuditQuery, AuditVerdict } from '@seodang/contract/audit.ts';
import { withParameter } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './audit-log.queries.ts';
import { beginning, finish, MOST_NAMED, origins, problemsOf, step, type Walk } from './audit-log.rules.ts';

/** Measured: 1,000 links a step keep the walk in a few hundred KB of memory and cost one round trip per 10 ms of hashing. */
const LINKS_AT_ONCE = 1000;

/** The trail, the newest first; `next` leads to what is older. */
export async function listAuditLog(
  scope: Scope,
  url: string,
  query: AuditQuery,
): Promise<{ next: string | null; results: AuditEntry[] }> {
  const rows = await scope.tx((tx) => queries.listEntries(tx, query, query.page_size + 1));
  const results = rows.slice(0, query.page_size);
  const last = results.at(-1);
  return {
    next: rows.length > results.length && last ? withParameter(url, 'cursor', last.seq) : null,
    results,
  };
}

/** Walks the whole chain of hashes and names the entries that somebody edited, removed, moved or added by hand. */
export async function verifyAuditLog(scope: Scope): Promise<AuditVerdict> {
  const head = await scope.tx((tx) => queries.findHead(tx));
  const walk = finish(await walkTo(scope, head.seq), head);
  const problems = await scope.tx(async (tx) => {
    const added = await queries.listBehindHead(tx, MOST_NAMED);
    const places = [...walk.wrong, ...added];
    const moved = places.length > 0 ? await queries.findOrigins(tx, places, origins(walk)) : new Map();
    return problemsOf(walk, moved, added);
  });
  return { ok: problems.length === 0, checked: walk.checked, problems };
}

/** A transaction for every thousand links, so that a long trail holds nothing up. */
async function walkTo(scope: Scope, until: number): Promise<Walk> {
  let walk = beginning;
  for (;;) {
    const links = await scope.tx((tx) => queries.listLinks(tx, walk.last.seq, until, LINKS_AT_ONCE));
    walk = links.reduce(step, walk);
    if (links.length < LINKS_AT_ONCE) return walk;
  }
}
