import { writeSync } from 'node:fs';
import { inspect } from './node-av-inspect.ts';
import { runGraph } from './node-av-run.ts';
import type { EngineRun } from './run.ts';

/** The other half of node-av-engine.ts: does one thing, says on stderr why it could not, and ends. */
const [verb, first = '', second = ''] = process.argv.slice(2);
try {
  if (verb === 'run') runGraph(JSON.parse(first) as EngineRun, Number(second));
  if (verb === 'inspect') writeSync(1, JSON.stringify(inspect(first, second)));
  process.exit(0);
} catch (error) {
  writeSync(2, error instanceof Error ? error.message : String(error));
  process.exit(1);
}
