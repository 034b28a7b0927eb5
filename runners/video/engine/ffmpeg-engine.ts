import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { searchPath } from '../../kit/config.ts';
import { first_pipe } from './child-process.ts';
import { type Engine, type Place, startReading, startRun } from './engine.ts';
import { type Facts, tail_seconds } from './facts.ts';
import { ffmpegArguments, isGoodEnough } from './ffmpeg.ts';
import { endsReader, headerArguments, readHeader, tailArguments } from './ffprobe.ts';
import type { Limits } from './run.ts';
import { findSandbox, type Sandbox } from './sandbox.ts';

function said(program: string, ...args: string[]): string {
  const { stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: searchPath },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 20_000,
  });
  return stdout ?? '';
}

/** The FFmpeg on PATH with its ffprobe, or null when it is missing, too old or lacks an encoder. */
export function findFfmpeg(): Engine | null {
  if (!isGoodEnough(said('ffmpeg', '-version'), said('ffmpeg', '-hide_banner', '-encoders'))) return null;
  if (!said('ffprobe', '-version')) return null;
  const filters = said('ffmpeg', '-hide_banner', '-filters');
  const sandbox = findSandbox(['ffmpeg', '-version']);
  if (!sandbox) return null;
  return {
    name: 'ffmpeg',
    sandbox,
    maps_tones: / zscale /.test(filters) && / tonemap /.test(filters),
    turns_pictures: true,
    start: (run, limits, signal) =>
      startRun((given) => ['ffmpeg', ...ffmpegArguments(given, first_pipe)], sandbox, run, limits, signal),
    inspect: (place, limits, signal) => inspect(sandbox, place, limits, signal),
  };
}

async function inspect(sandbox: Sandbox, place: Place, limits: Limits, signal: AbortSignal): Promise<Facts> {
  const read = (commandFor: (url: string, protocols: string) => string[]) =>
    startReading(
      (url, protocols) => ['ffprobe', ...commandFor(url, protocols)],
      sandbox,
      place,
      limits,
      signal,
    );

  const header = await read(headerArguments);
  const [json] = await Promise.all([text(header.stdout), header.done]);
  const facts = readHeader(json);

  const from = facts.duration === null ? null : Math.max(0, facts.start + facts.duration - tail_seconds);
  const tail = await read((url, protocols) => tailArguments(url, protocols, from));
  const ends = endsReader(facts.start);
  const lines = (async () => {
    for await (const line of createInterface(tail.stdout)) ends.line(line);
  })();
  await Promise.all([lines, tail.done]);
  return {
    ...facts,
    streams: facts.streams.map((stream) => ({ ...stream, end: ends.ends.get(stream.index) ?? null })),
  };
}
