import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  add,
  emptyMeasure,
  type Measured,
  merged,
  type Source,
  type StoredMeasure,
  toStored,
} from '../packages/omr/corpus/index.ts';
import {
  type PageReading,
  type Prepared,
  type PreparedForeign,
  prepare,
  prepareForeign,
  readForeign,
  readSheet,
} from '../packages/omr/index.ts';
import { decodeImage } from '../packages/omr/node/index.ts';
import { type KeptSheet, keptSheets } from './omr-sheets.ts';

const code = join(import.meta.dirname, '../packages/omr');

/** Files that judge what was read, and have no part in making sheets. */
const judging = ['index.ts', 'measure.ts', 'merge.ts', 'table.ts', 'tally.ts'];

/** What was made or measured with other code is not what this one makes or measures. */
function fingerprint(folders: readonly string[], without: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of readdirSync(join(code, folder)).sort()) {
      if (/\.ts$/.test(name) && !/\.test\.ts$/.test(name) && !without.includes(name))
        hash.update(readFileSync(join(code, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

const making = ['corpus', 'draw', 'geometry'];
const sheetFolder = join(tmpdir(), `seodang-omr-sheets-${fingerprint(making, judging)}`);
const partFolder = join(tmpdir(), `seodang-omr-parts-${fingerprint([...making, 'node', 'read'])}`);
const size = 24;

const ready = new Map<string, Prepared>();
/** Sheets of one template follow one another. */
let foreign: { key: string; prepared: PreparedForeign } | undefined;

async function read(kept: KeptSheet): Promise<PageReading> {
  const image = await decodeImage(kept.bytes);
  const key = JSON.stringify(kept.sheet);
  if (kept.blank) {
    foreign =
      foreign?.key === key
        ? foreign
        : { key, prepared: prepareForeign(kept.sheet, await decodeImage(kept.blank)) };
    return readForeign(image, foreign.prepared);
  }
  const prepared = ready.get(key) ?? prepare(kept.sheet);
  ready.set(key, prepared);
  return readSheet(image, [prepared], kept.roster ? { roster: kept.roster } : {});
}

function stored(file: string): StoredMeasure | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * What came of sheets 0 to `count` of a source and seed, measured in parts that are kept: a run that was interrupted goes
 * on where it was. Undefined when `until` (milliseconds since 1970) has passed before all parts are there.
 */
export async function measured(
  source: Source,
  seed: number,
  count: number,
  until: number,
): Promise<Measured | undefined> {
  mkdirSync(partFolder, { recursive: true });
  const parts: StoredMeasure[] = [];
  for (let from = 0; from < count; from += size) {
    const to = Math.min(count, from + size);
    const file = join(partFolder, `${source}-${seed}-${from}-${to}.json`);
    let part = stored(file);
    if (!part) {
      if (Date.now() > until) return undefined;
      const sheets = await keptSheets(sheetFolder, source, { seed, from, to });
      const fresh = emptyMeasure();
      for (const kept of sheets) add(fresh, kept, await read(kept));
      part = toStored(fresh);
      writeFileSync(file, JSON.stringify(part));
    }
    parts.push(part);
  }
  return merged(parts);
}
