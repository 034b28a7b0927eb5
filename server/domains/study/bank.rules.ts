import { type Candidate, randomOf } from '@seodang/recall';

/** The published questions of a topic, as much as choosing among 100,000 needs. */
export type Bank = {
  readonly version: number;
  readonly bySubject: ReadonlyMap<string, Shelf>;
  readonly subjectOf: ReadonlyMap<number, Row>;
  /** The ids of a variant group, and of those with the same subject and tags. */
  readonly groups: ReadonlyMap<string, number[]>;
  readonly alike: ReadonlyMap<string, number[]>;
};
/** `reach[i]` is the weight of all up to and including `ids[i]`, each 1 + frequency. */
type Shelf = { readonly ids: number[]; readonly reach: number[] };
type Row = {
  id: number;
  subject: string;
  frequency: number;
  variant_group: string | null;
  /** Line by line. */
  tags: string;
};

export function bankOf(version: number, rows: readonly Row[]): Bank {
  const groups = Map.groupBy(
    rows.filter(({ variant_group }) => variant_group !== null),
    ({ variant_group }) => variant_group ?? '',
  );
  const alike = Map.groupBy(
    rows.filter(({ tags }) => tags !== ''),
    likenessOf,
  );
  return {
    ...{ version, bySubject: shelvesOf(rows), subjectOf: new Map(rows.map((row) => [row.id, row])) },
    ...{ groups: idsOf(groups), alike: idsOf(alike) },
  };
}

function shelvesOf(rows: readonly Row[]): Map<string, Shelf> {
  const bySubject = new Map<string, Shelf>();
  for (const { id, subject, frequency } of rows) {
    const shelf = bySubject.get(subject) ?? { ids: [], reach: [] };
    bySubject.set(subject, shelf);
    shelf.ids.push(id);
    shelf.reach.push((shelf.reach.at(-1) ?? 0) + 1 + frequency);
  }
  return bySubject;
}

const idsOf = (rows: ReadonlyMap<string, readonly Row[]>) =>
  new Map([...rows].map(([name, some]) => [name, some.map(({ id }) => id)]));

const likenessOf = ({ subject, tags }: Row) => `${subject}\n\n${tags.split('\n').sort().join('\n')}`;

const FEW_ALIKE = 4;
const MANY_ALIKE = 24;

/**
 * What might be asked instead of these: the others of their groups, and some with the same subject and tags, more of them
 * where there is no group. By a seed, and by how many are wished, not by how many there are.
 */
export function standInsFor(bank: Bank, ids: readonly number[], seed: number): Candidate[] {
  const random = randomOf(seed ^ 0x57a9d);
  const chosen = new Set(ids);
  for (const id of ids) {
    const row = bank.subjectOf.get(id);
    if (!row) continue;
    const siblings = row.variant_group === null ? [] : (bank.groups.get(row.variant_group) ?? []);
    for (const one of siblings) chosen.add(one);
    const alike = bank.alike.get(likenessOf(row)) ?? [];
    const wished = Math.min(alike.length, siblings.length > 1 ? FEW_ALIKE : MANY_ALIKE);
    for (let tries = 0; tries < wished; tries += 1)
      chosen.add(alike[wished === alike.length ? tries : Math.floor(random() * alike.length)] ?? id);
  }
  return [...chosen].flatMap((id) => candidateFor(bank, id) ?? []);
}

/** A published question as the choice sees it, before anything that the student did with it. */
export function candidateFor(bank: Bank, id: number): Candidate | undefined {
  const row = bank.subjectOf.get(id);
  return row && { ...candidateOf(id, row.subject, row.frequency), ...likeness(row) };
}

const likeness = ({ variant_group, tags }: Row) => ({
  variant_group,
  tags: tags === '' ? [] : tags.split('\n'),
});

/** Some of the bank, in the same form: those that a student got wrong. */
export function partOf(bank: Bank, ids: readonly number[]): Bank {
  const rows = ids.flatMap((id) => bank.subjectOf.get(id) ?? []);
  return { ...bank, bySubject: shelvesOf(rows.sort((a, b) => a.id - b.id)) };
}

export type Sample = {
  target_per_subject: number;
  subject_filter: string | null;
  seed: number;
  isWeighted: boolean;
};

/**
 * Candidates for a choice of `target_per_subject`, drawn as the choice itself would draw them: successive drawing by weight
 * is what its keys amount to (Efraimidis and Spirakis 2006), and costs by how many are wished, not by how many there are.
 */
export function sampleOf(bank: Bank, sample: Sample): Candidate[] {
  const random = randomOf(sample.seed ^ 0x5eed);
  return [...bank.bySubject].flatMap(([subject, shelf]) => {
    if (sample.subject_filter !== null && sample.subject_filter !== subject) return [];
    const few = shelf.ids.length <= 4 * sample.target_per_subject;
    const ids = few ? shelf.ids : drawnFrom(shelf, sample, random);
    return ids.map((id) => candidateOf(id, subject, bank.subjectOf.get(id)?.frequency ?? 0));
  });
}

/** A few heavy ones can be hit again and again; whoever waits longer than this takes the next one instead. */
const MOST_TRIES = 100_000;

function drawnFrom(shelf: Shelf, { target_per_subject, isWeighted }: Sample, random: () => number): number[] {
  const { ids, reach } = shelf;
  const taken = new Set<number>();
  const all = reach.at(-1) ?? 0;
  for (let tries = 0; taken.size < target_per_subject && tries < MOST_TRIES; tries += 1)
    taken.add(isWeighted ? placeAt(reach, random() * all) : Math.floor(random() * ids.length));
  for (let place = 0; taken.size < target_per_subject; place += 1) taken.add(place);
  return [...taken].map((place) => ids[place] ?? 0);
}

/** The first place whose reach is beyond `weight`. */
function placeAt(reach: readonly number[], weight: number): number {
  let [low, high] = [0, reach.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reach[middle] ?? 0) > weight) high = middle;
    else low = middle + 1;
  }
  return low;
}

function candidateOf(id: number, subject: string, frequency: number): Candidate {
  return {
    ...{ id, subject, frequency, tags: [], variant_group: null, difficulty: null },
    ...{ last_day: null, last_passed: null, due_day: null, retrievability: null },
  };
}
