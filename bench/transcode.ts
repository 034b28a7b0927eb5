import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeServer } from '../runners/testing/fake-server.ts';
import { speechWav } from '../runners/video/demo-speech.ts';
import { ladderOf, type Rung } from '../runners/video/ladder.ts';
import { record } from './figures.ts';

const seconds = 30;
/** One takes two and a half minutes alone on two cores. */
const rounds = Number(process.argv[2] ?? 2);
const ladder = ladderOf({ width: 1920, height: 1080 }, 1080);
const clock_ticks = 100;

/** CPU seconds, user and system, of all children that have ended so far, and of theirs. */
async function childrenCpu(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / clock_ticks;
}

async function cpuOf(work: () => Promise<void> | void): Promise<number> {
  const before = await childrenCpu();
  await work();
  return (await childrenCpu()) - before;
}

/** A moving, slightly noisy picture at a camera's bit rate, with a voice. */
async function drawSource(path: string, folder: string): Promise<void> {
  const voice = join(folder, 'voice.wav');
  await writeFile(voice, speechWav('bench', seconds));
  const moving = `testsrc2=s=1920x1080:r=30:d=${seconds},noise=alls=6:allf=t,format=yuv420p`;
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-b:v',
    '8M',
    '-maxrate',
    '10M',
    '-bufsize',
    '16M',
  ];
  const inputs = ['-f', 'lavfi', '-i', moving, '-i', voice];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...inputs,
    ...video,
    '-c:a',
    'aac',
    '-ac',
    '2',
    '-b:a',
    '160k',
    path,
  ]);
}

/** What one would type: one decode, one scale for each size, HLS with fMP4 segments of the same length. */
function bareCommand(source: string, folder: string): string[] {
  const scaled = ladder.map(({ name, width, height }) => `[s${name}]scale=${width}:${height}[v${name}]`);
  const graph = `[0:v]fps=30,split=${ladder.length}${ladder.map(({ name }) => `[s${name}]`).join('')};${scaled.join(';')}`;
  const output = ({ name, crf, max_rate }: Rung) => [
    ...['-map', `[v${name}]`, '-map', '0:a', '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high'],
    ...['-pix_fmt', 'yuv420p', '-crf', `${crf}`, '-maxrate', `${max_rate}`, '-bufsize', `${max_rate * 2}`],
    ...['-g', '120', '-keyint_min', '120', '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
    ...['-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
    ...[
      '-hls_fmp4_init_filename',
      `${name}.init.mp4`,
      '-hls_segment_filename',
      join(folder, `${name}.%05d.m4s`),
    ],
    join(folder, `${name}.m3u8`),
  ];
  return ['-v', 'error', '-y', '-i', source, '-filter_complex', graph, ...ladder.flatMap(output)];
}

type Run = { cpu: number; first_share: number; rss_mb: number };

/** The whole path: a runner process takes a job from a server and brings all outputs there. */
async function ours(source: Buffer, work_dir: string, engine: string, early: number): Promise<Run> {
  const server = await startFakeServer();
  server.sources.set('lecture', source);
  const job = server.addJob('video.transcode', {
    ...{ video_id: 1, source_url: `${server.url}/source/lecture`, source_bytes: source.length },
    ...{ duration_seconds: seconds, key_hex: '0'.repeat(32), key_uri: '../key' },
  });
  let rss_mb = 0;
  let first_share = 1;
  const cpu = await cpuOf(async () => {
    const config = {
      ...{
        SEODANG_URL: server.url,
        INTERNAL_WORKER_TOKEN: 'bench',
        WORK_DIR: work_dir,
        MEDIA_ENGINE: engine,
      },
      EARLY_FROM_SECONDS: `${early}`,
    };
    const script = join(import.meta.dirname, '../runners/main.ts');
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    const runner = spawn(process.execPath, [script], {
      env: { PATH: process.env.PATH, ...config },
      stdio: [...stdio],
    });
    const ended = once(runner, 'exit');
    await server.until(() => job.state === 'leased');
    const claimed = performance.now();
    await server.until(() => job.published.length > 0 || job.state !== 'leased');
    const first = performance.now() - claimed;
    await server.until(() => job.state !== 'leased');
    if (job.state !== 'completed') throw new Error(`the job ended ${job.state}: ${job.reason}`);
    first_share = first / (performance.now() - claimed);
    const status = await readFile(`/proc/${runner.pid}/status`, 'utf8');
    rss_mb = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    runner.kill('SIGTERM');
    await ended;
  });
  await server.close();
  return { cpu, first_share, rss_mb };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const round = (value: number) => Math.round(value * 1000) / 1000;

if (spawnSync('ffmpeg', ['-version']).status !== 0)
  throw new Error('This compares with ffmpeg, which is not installed.');
const folder = await mkdtemp(join(tmpdir(), 'seodang-bench-'));
try {
  const path = join(folder, 'source.mp4');
  await drawSource(path, folder);
  const source = await readFile(path);
  const bare: number[] = [];
  const early: Run[] = [];
  const short: Run[] = [];
  const nodeAv: Run[] = [];
  for (let n = 0; n < rounds; n++) {
    bare.push(await cpuOf(() => void execFileSync('ffmpeg', bareCommand(path, folder), { cwd: folder })));
    early.push(await ours(source, folder, 'ffmpeg', 0));
    short.push(await ours(source, folder, 'ffmpeg', 1_000));
    nodeAv.push(await ours(source, folder, 'node-av', 0));
    const made = { bare: bare.at(-1), early: early.at(-1), short: short.at(-1), nodeAv: nodeAv.at(-1) };
    console.log(JSON.stringify(made));
  }
  const ratio = (runs: Run[]) => round(sum(runs.map(({ cpu }) => cpu)) / sum(bare));
  const to = `CPU of one bare FFmpeg command for the same ladder, ${round(sum(bare) / rounds)} s for ${seconds} s of 1080p30, rounds: ${rounds}`;
  record('npm run bench transcode', [
    {
      ...{ name: 'hls_cpu_ratio_to_ffmpeg', value: ratio(early), unit: '×', limit: 1.15 },
      limit_what: `at most; ${to}. The whole path with two decodes (first rendition published early), as for a long lecture`,
    },
    {
      ...{ name: 'hls_cpu_ratio_short', value: ratio(short), unit: '×', limit: 1.15 },
      limit_what: `at most; ${to}. The whole path with one decode, as for videos under two minutes`,
    },
    {
      ...{ name: 'hls_cpu_ratio_node_av', value: ratio(nodeAv), unit: '×', limit: 1.6 },
      limit_what: `at most; ${to}. Two decodes, with the libraries in node-av instead of an installed FFmpeg`,
    },
    {
      ...{
        name: 'hls_first_playable_share',
        value: round(sum(early.map((run) => run.first_share)) / rounds),
      },
      ...{ unit: 'of the time', limit: 0.5, limit_what: 'at most; until the first rendition is published' },
    },
    {
      ...{
        name: 'runner_rss_mb',
        value: Math.round(Math.max(...[...early, ...nodeAv].map((run) => run.rss_mb))),
      },
      ...{ unit: 'MB', limit: 150, limit_what: 'at most; peak of the runner itself, beside its engine' },
    },
  ]);
  if (ratio(early) > 1.15) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
