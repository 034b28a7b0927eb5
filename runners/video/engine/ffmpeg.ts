import { type EngineOutput, type EngineRun, max_pixels, openable } from './run.ts';

function options(given: Record<string, string>, suffix = ''): string[] {
  return Object.entries(given).flatMap(([name, value]) => [`-${name}${suffix}`, value]);
}

function outputArguments(output: EngineOutput, target: string): string[] {
  const { video, audio } = output;
  return [
    ...(video ? ['-map', `[${video.label}]`, '-c:v', video.codec, ...options(video.options, ':v')] : []),
    ...(audio ? ['-map', `[${audio.label}]`, '-c:a', audio.codec, ...options(audio.options, ':a')] : []),
    // The graph has decided which frames there are; nothing is doubled or dropped behind it.
    ...(video ? ['-fps_mode:v', 'passthrough'] : []),
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'],
    ...['-f', output.format, ...options(output.format_options), target],
  ];
}

/** The arguments of FFmpeg's command for a run; pipes are numbered from `first_pipe`. */
export function ffmpegArguments(run: EngineRun, first_pipe: number): string[] {
  let pipe = first_pipe;
  const targetOf = (output: EngineOutput) => output.path ?? `pipe:${pipe++}`;
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'],
    // Timestamps stay those of the source, as the graph was written for; both engines then agree.
    '-copyts',
    ...run.inputs.flatMap((input, n) => [
      ...['-protocol_whitelist', 'file', '-format_whitelist', openable, '-max_pixels', String(max_pixels)],
      ...(run.coarse && n === 0 ? ['-skip_loop_filter', 'noref'] : []),
      ...['-i', `file:${input}`],
    ]),
    ...['-filter_complex', run.graph],
    ...run.outputs.flatMap((output) => outputArguments(output, targetOf(output))),
  ];
}

/** Whether this is an FFmpeg that we can work with: 5.1 or later, with an H.264 and an AAC encoder. */
export function isGoodEnough(version: string, encoders: string): boolean {
  const [, major = '0', minor = '0'] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(version) ?? [];
  // Builds from the development branch carry no number, only a date or a revision.
  const isNightly = /^ffmpeg version (N-|git-|\d{4}-)/.test(version);
  const isRecent = isNightly || Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1);
  return isRecent && /\blibx264\b/.test(encoders) && /^ A\S+ aac /m.test(encoders);
}
