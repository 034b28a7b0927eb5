import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignSpecimens, type Source, specimens, type Truth } from '../packages/omr/corpus/index.ts';
import type { Sheet } from '../packages/omr/geometry/index.ts';
import type { RosterEntry } from '../packages/omr/index.ts';

/** A sheet of the corpus as it was kept: everything but what the reader prepares. */
export type KeptSheet = {
  name: string;
  kind: { source: string; kind: string };
  sheet: Sheet;
  bytes: Uint8Array;
  blank?: Uint8Array;
  truth: Truth;
  enrollment?: number;
  roster?: RosterEntry[];
};

const files = (folder: string, source: Source, seed: number, index: number) => {
  const stem = join(folder, `${source}-${seed}-${index}`);
  return { about: `${stem}.json`, image: `${stem}.img`, blank: `${stem}.blank` };
};

async function make(
  folder: string,
  source: Source,
  part: { seed: number; from: number; to: number },
): Promise<void> {
  let index = part.from;
  for await (const { bytes, prepared: _, truth, ...rest } of source === 'foreign'
    ? foreignSpecimens(part)
    : specimens({ ...part, source })) {
    const file = files(folder, source, part.seed, index);
    index += 1;
    writeFileSync(file.image, bytes);
    if ('blank' in rest) writeFileSync(file.blank, rest.blank);
    const kept = { ...truth, answers: [...truth.answers], events: [...truth.events] };
    writeFileSync(file.about, JSON.stringify({ ...rest, blank: undefined, truth: kept }));
  }
}

function load(folder: string, source: Source, seed: number, index: number): KeptSheet {
  const file = files(folder, source, seed, index);
  const about = JSON.parse(readFileSync(file.about, 'utf8'));
  const { answers, events, ...truth } = about.truth;
  return {
    ...about,
    truth: { ...truth, answers: new Map(answers), events: new Map(events) },
    bytes: readFileSync(file.image),
    ...(source === 'foreign' ? { blank: readFileSync(file.blank) } : {}),
  };
}

/** Sheets of the corpus, made where they are not there yet: making one takes longer than reading it. */
export async function keptSheets(
  folder: string,
  source: Source,
  part: { seed: number; from: number; to: number },
): Promise<KeptSheet[]> {
  mkdirSync(folder, { recursive: true });
  const indexes = Array.from({ length: part.to - part.from }, (_, place) => part.from + place);
  if (!indexes.every((index) => existsSync(files(folder, source, part.seed, index).about)))
    await make(folder, source, part);
  return indexes.map((index) => load(folder, source, part.seed, index));
}
