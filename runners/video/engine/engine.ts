import { type FileHandle, open } from 'node:fs/promises';
import { type EngineProcess, first_pipe, startProcess } from './child-process.ts';
import type { Facts } from './facts.ts';
import type { EngineOutput, EngineRun, Limits } from './run.ts';
import { fenced, type Sandbox } from './sandbox.ts';

/** Where a source is: a file on this machine, or an address of our own storage. */
export type Place = { path: string } | { url: string };

/** FFmpeg behind one interface, whichever of the two is installed; always a child process within limits. */
export type Engine = {
  name: 'ffmpeg' | 'node-av';
  sandbox: Sandbox;
  /** Whether HDR can be mapped to what every screen shows. */
  maps_tones: boolean;
  /** Whether sources marked as turned enter the graph upright already. */
  turns_pictures: boolean;
  start(run: EngineRun, limits: Limits, signal: AbortSignal): Promise<EngineProcess>;
  /** Reads headers and the end of a source; throws EngineFailure when it cannot be opened. */
  inspect(place: Place, limits: Limits, signal: AbortSignal): Promise<Facts>;
};

/** Files by the number they will have in the child, where the kernel lets one open them by it. */
async function handOver(paths: string[], pipes: number) {
  if (process.platform !== 'linux') return { files: [] as FileHandle[], names: paths };
  const files: FileHandle[] = [];
  for (const path of paths) files.push(await open(path));
  return { files, names: files.map((_, n) => `/proc/self/fd/${first_pipe + pipes + n}`) };
}

/** Opens the files that the child writes into; anybody may write to them, but nobody gets to them otherwise. */
async function handOutputs(
  outputs: EngineOutput[],
  files: FileHandle[],
  pipes: number,
): Promise<EngineOutput[]> {
  const named: EngineOutput[] = [];
  for (const output of outputs) {
    if (!output.handed || output.path === null || process.platform !== 'linux') {
      named.push(output);
      continue;
    }
    const file = await open(output.path, 'w+');
    await file.chmod(0o666);
    files.push(file);
    named.push({ ...output, path: `/proc/self/fd/${first_pipe + pipes + files.length - 1}` });
  }
  return named;
}

/** Starts a run. Sources and pipes are handed over open, so the child may be somebody who owns nothing. */
export async function startRun(
  commandFor: (run: EngineRun) => string[],
  sandbox: Sandbox,
  run: EngineRun,
  limits: Limits,
  signal: AbortSignal,
): Promise<EngineProcess> {
  const pipes = run.outputs.filter(({ path }) => path === null).length;
  const { files, names } = await handOver(run.inputs, pipes);
  try {
    const outputs = await handOutputs(run.outputs, files, pipes);
    const own = run.outputs.filter(({ path, handed }) => path !== null && !handed).length;
    const needs = { files: own > 0, handed: outputs.some(({ handed }) => handed) };
    const command = fenced(commandFor({ ...run, inputs: names, outputs }), sandbox, limits, needs);
    return startProcess({ command, pipes, files, wall_seconds: limits.wall_seconds, signal });
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

/** Starts a command that only reads `place` and writes to its standard output. */
export async function startReading(
  commandFor: (url: string, protocols: string) => string[],
  sandbox: Sandbox,
  place: Place,
  limits: Limits,
  signal: AbortSignal,
): Promise<EngineProcess> {
  const { files, names } = await handOver('path' in place ? [place.path] : [], 0);
  try {
    const [url, protocols] =
      'path' in place ? [`file:${names[0]}`, 'file'] : [place.url, 'http,https,tcp,tls,httpproxy'];
    const command = fenced(commandFor(url, protocols), sandbox, limits, { network: 'url' in place });
    return startProcess({ command, pipes: 0, files, wall_seconds: limits.wall_seconds, signal });
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}
