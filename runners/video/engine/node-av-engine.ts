import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { first_pipe } from './child-process.ts';
import { type Engine, startReading, startRun } from './engine.ts';
import { Facts } from './facts.ts';
import type { Limits } from './run.ts';
import { findSandbox } from './sandbox.ts';

const child = fileURLToPath(import.meta.resolve('./node-av-child.ts'));
const command = [process.execPath, '--no-warnings', child];

/** V8 reserves address space that it never touches; a limit on it must leave room for that. */
const reserved_bytes = 12 * 2 ** 30;
const roomy = (limits: Limits): Limits => ({ ...limits, memory_bytes: limits.memory_bytes + reserved_bytes });

/** FFmpeg's libraries in the node-av package, or null when the package is not installed for this machine. */
export function findNodeAv(): Engine | null {
  const sandbox = findSandbox([...command, 'trial']);
  if (!sandbox) return null;
  return {
    name: 'node-av',
    sandbox,
    maps_tones: true,
    turns_pictures: false,
    start: (run, limits, signal) =>
      startRun(
        (given) => [...command, 'run', JSON.stringify(given), String(first_pipe)],
        sandbox,
        run,
        roomy(limits),
        signal,
      ),
    async inspect(place, limits, signal) {
      const commandFor = (url: string, protocols: string) => [...command, 'inspect', url, protocols];
      const { stdout, done } = await startReading(commandFor, sandbox, place, roomy(limits), signal);
      const [json] = await Promise.all([text(stdout), done]);
      return Facts.parse(JSON.parse(json));
    },
  };
}
