import type { Given, Round } from './round.rules.ts';

/** By which two tabs know an answer again. */
export const answerKey = ({ pub_id, answered_at }: Given) => `${pub_id} ${answered_at}`;

const progress = { here: 0, underway: 1, waiting: 2, arrived: 3 };
const inTime = (a: Given, b: Given) => a.at - b.at || a.seq - b.seq;

/**
 * A round as two tabs went on with it apart: the answers of both, but for those that were taken back here. What never left
 * this device gives way where both used the same place.
 */
export function withKept(here: Round, kept: Round, takenBack: ReadonlySet<string>): Round {
  const answers = new Map<string, Given>();
  const theirs = kept.given.filter((one) => !takenBack.has(answerKey(one)));
  for (const one of [...theirs, ...here.given]) {
    const known = answers.get(answerKey(one));
    if (!known || progress[one.delivery] >= progress[known.delivery]) answers.set(answerKey(one), one);
  }
  let next_seq = Math.max(here.next_seq, kept.next_seq);
  const places = new Set<number>();
  const given = [...answers.values()]
    .sort((a, b) => progress[b.delivery] - progress[a.delivery])
    .map((one) => {
      const isFree = !places.has(one.seq) || one.delivery !== 'here';
      const placed = isFree ? one : { ...one, seq: next_seq++ };
      places.add(placed.seq);
      return placed;
    })
    .sort(inTime);
  const finished_at = here.finished_at ?? kept.finished_at;
  return { ...kept, ...here, finished_at, next_seq, given, is_packed: here.is_packed && kept.is_packed };
}
