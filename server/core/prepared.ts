import pg from 'pg';

/** From how many uses on it pays to keep a statement's plan, and how many are kept: each connection holds its own. */
const OFTEN = 20;
const MOST_KEPT = 200;
const MOST_COUNTED = 5000;

const uses = new Map<string, number>();
const names = new Map<string, string>();
let generation = 0;

/** Statements that are run again and again are parsed and planned once for each connection. */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's overloads; what is not text with values goes through untouched.
  override query(config: any, values?: any, callback?: any): any {
    if (typeof config !== 'string' || !Array.isArray(values) || values.length === 0)
      return super.query(config, values, callback);
    const name = nameOf(config);
    if (name === undefined) return super.query(config, values, callback);
    const query = { name, text: config, values } as pg.QueryConfig;
    if (callback) return super.query(query, callback);
    return super.query(query).catch(forgetting);
  }
}

/** After a migration that changed what a kept statement returns, every statement is prepared anew. */
function forgetting(error: unknown): never {
  if (isOutdatedPlan(error)) {
    generation += 1;
    names.clear();
  }
  throw error;
}

/** SQLSTATE 0A000 by the only text that tells it from others. */
export function isOutdatedPlan(error: unknown): boolean {
  return (error as { message?: string }).message === 'cached plan must not change result type';
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_KEPT) return known;
  const count = (uses.get(text) ?? 0) + 1;
  if (count < OFTEN) {
    if (uses.size >= MOST_COUNTED) uses.clear();
    uses.set(text, count);
    return undefined;
  }
  uses.delete(text);
  const name = `kept_${generation}_${names.size}`;
  names.set(text, name);
  return name;
}
