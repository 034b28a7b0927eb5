import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  emptyMeasure,
  type Measured,
  measure,
  merged,
  type Source,
  type StoredMeasure,
  toStored,
} from '../packages/omr/corpus/index.ts';

const code = join(import.meta.dirname, '../packages/omr');

/** Parts that were measured with other code are not those of this one. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(code, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.ts$/.test(name) && !/\.test\.ts$|^cli/.test(name)) hash.update(readFileSync(join(code, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

const folder = join(tmpdir(), `seodang-omr-bench-${fingerprint()}`);
const size = 15;

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
  mkdirSync(folder, { recursive: true });
  const parts: StoredMeasure[] = [];
  for (let from = 0; from < count; from += size) {
    const to = Math.min(count, from + size);
    const file = join(folder, `${source}-${seed}-${from}-${to}.json`);
    let part = stored(file);
    if (!part) {
      if (Date.now() > until) return undefined;
      const fresh = emptyMeasure();
      await measure(source, { seed, from, to }, fresh);
      part = toStored(fresh);
      writeFileSync(file, JSON.stringify(part));
    }
    parts.push(part);
  }
  return merged(parts);
}
