import type { AuditProblem } from '@seodang/contract/audit.ts';
import { verifyAuditLog } from '#domains/identity/wiring.ts';
import { type Command, scopeOf } from './command.ts';

export const auditVerify: Command = {
  name: 'audit-verify',
  about: 'says whether each audit trail is as it was written, and names the entries that are not',
  perAcademy: true,
  async run(bench, academies) {
    let allWell = true;
    for (const academy of academies) {
      const { ok, checked, problems } = await verifyAuditLog(scopeOf(bench, academy, 'audit-verify'));
      allWell &&= ok;
      if (ok) bench.print(`${academy.code}: ${checked} entries, as they were written`);
      for (const problem of problems) bench.print(`${academy.code}: ${sentenceOf(problem)}`);
    }
    return allWell;
  },
};

function sentenceOf({ seq, to_seq, from_seq, what }: AuditProblem): string {
  if (to_seq !== undefined && to_seq !== seq) return `entries ${seq} to ${to_seq} were removed`;
  if (what === 'moved') return `entry ${seq} was moved there from ${from_seq}`;
  if (what === 'added') return `entry ${seq} was not written by Seodang`;
  return `entry ${seq} was ${what}`;
}
