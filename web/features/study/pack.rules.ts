import type { Question } from './round.rules.ts';

/** What of the pack has to be asked for, and what belongs here no longer, by the versions that the server names. */
export function changesOf(
  here: ReadonlyMap<string, Pick<Question, 'id' | 'version'>>,
  versions: ReadonlyMap<number, string>,
): { missing: number[]; removed: string[] } {
  const known = new Map([...here.values()].map(({ id, version }) => [id, version]));
  return {
    missing: [...versions].filter(([id, version]) => known.get(id) !== version).map(([id]) => id),
    removed: [...here].filter(([, { id }]) => !versions.has(id)).map(([pub_id]) => pub_id),
  };
}
