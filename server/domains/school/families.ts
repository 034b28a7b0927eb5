import type { ListQuery } from '@seodang/contract/list.ts';
import { offsetOf, toPage } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './families.queries.ts';

/** One page of guardians with their children, as far as the caller may know of these. */
export function listFamilies(scope: Scope, filter: ListQuery & queries.FamilyWhere, url: string) {
  return scope.tx(async (tx, scope) => {
    const rows = await queries.listFamilies(tx, scope, filter, offsetOf(filter));
    const families = rows.map(({ children, ...guardian }) => ({ guardian, children }));
    return toPage(url, filter, await queries.countFamilies(tx, scope, filter), families);
  });
}
