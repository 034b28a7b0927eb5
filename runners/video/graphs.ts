import type { Engine } from './engine/engine.ts';
import type { EngineOutput, EngineRun } from './engine/run.ts';
import { type FrameRate, framesPerSegment, type Picture, type Rung } from './ladder.ts';
import type { Source } from './source.ts';
import type { Storyboard } from './storyboard.ts';

/** What the two runs over the pictures have in common. */
export type Plan = {
  source: Source;
  rate: FrameRate;
  engine: Pick<Engine, 'turns_pictures'>;
  source_path: string;
};

const turns: Record<number, string[]> = {
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/** PQ and HLG to what every screen shows, with bright parts rolled off instead of cut. */
const toneMap = [
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
];

/** What the pictures then are; the libraries do not tell the encoder by themselves. */
const mappedColours = {
  color_primaries: 'bt709',
  color_trc: 'bt709',
  colorspace: 'bt709',
  color_range: 'tv',
};

/** Frames as they come to frames at a constant rate, counted from the start of the source. */
export function steady({ source, rate }: Plan): string {
  return [
    `[0:${source.video.index}]setpts=PTS-(${source.start})/TB`,
    'bwdif=mode=send_frame:deint=interlaced',
    `fps=${rate.num}/${rate.den}:start_time=0`,
    // A timestamp far ahead would be filled with copies of one frame.
    `trim=end=${source.duration + 2}`,
  ].join(',');
}

/** At half the size or less, averaging is as good as a wide filter, and half the work. */
const isHalved = ({ picture }: Source, height: number) => height * 2 <= picture.height;

/** Scales to a size and makes the picture upright, 8 bits, with square pixels. */
export function shown({ source, engine }: Plan, { width, height }: Picture): string {
  const turn = engine.turns_pictures ? 0 : source.video.rotation;
  const sideways = turn % 180 === 90;
  const [w, h] = sideways ? [height, width] : [width, height];
  return [
    `scale=${w}:${h}${isHalved(source, height) ? ':flags=area' : ''}`,
    ...(source.hdr ? toneMap : []),
    'format=yuv420p',
    ...(turns[turn] ?? []),
    'setsar=1',
    'sidedata=mode=delete:type=DISPLAYMATRIX',
  ].join(',');
}

/**
 * From the largest rung down, each scaled from the one above it: half the work of scaling each from the source.
 * The smallest goes on to `tail` as well.
 */
function cascade(rungs: Rung[], tail: string | null): string[] {
  return rungs.map((rung, n) => {
    const next = n + 1 < rungs.length ? `below${n}` : tail;
    const scaled = n === 0 ? '' : `[below${n - 1}]scale=${rung.width}:${rung.height},`;
    return `${scaled}${next === null ? 'null' : 'split'}[v${rung.name}]${next === null ? '' : `[${next}]`}`;
  });
}

function rendition(plan: Plan, rung: Rung): EngineOutput {
  const frames = String(framesPerSegment(plan.rate));
  return {
    video: {
      label: `v${rung.name}`,
      codec: 'libx264',
      options: {
        ...{ preset: 'veryfast', profile: 'high', crf: String(rung.crf), flags: '+cgop' },
        ...{ maxrate: String(rung.max_rate), bufsize: String(rung.max_rate * 2) },
        ...{ g: frames, keyint_min: frames, sc_threshold: '0' },
        ...(plan.source.hdr ? mappedColours : {}),
      },
    },
    format: 'mp4',
    // One fragment for each group of pictures, which is one segment; pictures start at zero without an edit list.
    format_options: { movflags: '+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets' },
    path: null,
  };
}

function jpegs(label: string, quality: number): EngineOutput {
  const options = { flags: '+qscale', global_quality: String(quality * 118) };
  return { video: { label, codec: 'mjpeg', options }, format: 'image2pipe', format_options: {}, path: null };
}

export type Extras = { poster: Picture; poster_at: number; board: Storyboard };

function extraParts(plan: Plan, { poster, poster_at, board }: Extras): string[] {
  const every = Math.max(1, Math.round((board.seconds * plan.rate.num) / plan.rate.den));
  const tile = `tile=${board.columns}x${board.rows}`;
  return [
    `[forposter]trim=start=${poster_at},select='eq(n,0)',${shown(plan, poster)},format=yuvj420p[poster]`,
    `[forboard]select='not(mod(n,${every}))',scale=${board.width}:${board.height},${tile},format=yuvj420p[board]`,
  ];
}

/**
 * Renditions out of one decode, largest first, and with `extras` poster and storyboard sheets.
 * Outputs: the renditions in their order, poster, sheets.
 */
export function picturesRun(plan: Plan, rungs: Rung[], extras: Extras | null): EngineRun {
  const [largest] = rungs;
  if (!largest) throw new Error('nothing to make');
  const [top = '', ...below] = cascade(rungs, extras ? 'forboard' : null);
  const frames = extras ? `${steady(plan)},split[all][forposter];[all]` : `${steady(plan)},`;
  return {
    inputs: [plan.source_path],
    coarse: isHalved(plan.source, largest.height),
    graph: [
      `${frames}${shown(plan, largest)},${top}`,
      ...below,
      ...(extras ? extraParts(plan, extras) : []),
    ].join(';'),
    outputs: [
      ...rungs.map((rung) => rendition(plan, rung)),
      ...(extras ? [jpegs('poster', 3), jpegs('board', 5)] : []),
    ],
  };
}

/** AAC puts this many samples of silence before the sound; cut from it first, so the sound stays in its place. */
const priming = 1024;
const stereo = 'sample_fmts=fltp:channel_layouts=stereo';

/** The sound alone, once for all renditions: from the start of the source, stereo, gaps filled. */
export function soundRun(source: Source, source_path: string, loudness: boolean): EngineRun {
  if (!source.audio) throw new Error('no sound');
  const graph = [
    `[0:${source.audio.index}]asetpts=PTS-(${source.start})/TB`,
    'aresample=48000:async=1000:first_pts=0',
    `aformat=${stereo}`,
    ...(loudness ? ['loudnorm=I=-16:TP=-1.5:LRA=11', `aformat=sample_rates=48000:${stereo}`] : []),
    `atrim=start_sample=${priming}`,
    // A player waits for sound where pictures go on without it.
    `apad=whole_dur=${source.video.end ?? 0}`,
    'asetpts=N/SR/TB',
    'asetnsamples=n=1024:p=0[sound]',
  ].join(',');
  const audio = { label: 'sound', codec: 'aac', options: { b: '128000' } };
  const format_options = { movflags: '+empty_moov+default_base_moof', frag_duration: '5000000' };
  return { inputs: [source_path], graph, outputs: [{ audio, format: 'mp4', format_options, path: null }] };
}
