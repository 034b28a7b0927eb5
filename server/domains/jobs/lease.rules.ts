/** Seconds that a job rests after its n-th failure: a quarter of a minute, a minute, four minutes, … an hour. */
export function restAfter(failures: number): number {
  return Math.min(15 * 4 ** (failures - 1), 3600);
}

/** Where a job goes after a failed attempt. */
export function afterFailure(
  job: { failures: number; max_failures: number; cancel_requested: boolean },
  permanent: boolean,
) {
  const failures = job.failures + 1;
  if (job.cancel_requested) return { status: 'cancelled' as const, failures };
  if (permanent || failures >= job.max_failures) return { status: 'failed' as const, failures };
  return { status: 'queued' as const, failures };
}

/** What a path says of a lease: enough that no other attempt has the same, too little to be used as its token. */
export function fenceOf(lease_token: string | null): string {
  return lease_token?.slice(0, 8) ?? '';
}

/** The same text for the same value, whatever the order of its members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** The files of a result that are not in the storage with the size it claims. */
export function missingFiles(
  claimed: readonly { name: string; bytes: number }[],
  stored: ReadonlyMap<string, number>,
): string[] {
  return claimed.filter(({ name, bytes }) => stored.get(name) !== bytes).map(({ name }) => name);
}
