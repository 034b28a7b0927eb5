import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EngineChoice } from '../kit/config.ts';
import { slidesGraph, wrap } from './demo-slides.ts';
import { speechWav } from './demo-speech.ts';
import { findEngine } from './engine/choose.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineRun, Limits } from './engine/run.ts';

export type DemoClip = { title: string; slides: string[]; seconds: number; out: string };

const font = (style: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/nanum-gothic/${style}/NanumGothic_${style}.ttf`));
const fonts = { regular: font('400Regular'), bold: font('700Bold') };
const limits: Limits = { cpu_seconds: 300, wall_seconds: 600, memory_bytes: 4 * 2 ** 30 };

/**
 * Makes an MP4 that looks and sounds like a recorded lecture: slides that can be read, a running clock, and
 * something like speech. A slide's first line is its heading. Appears under its name only when it is whole.
 */
export async function makeDemoClip(engine: Engine, clip: DemoClip, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(dirname(clip.out), 'clip-'));
  try {
    const texts: string[] = [];
    const file = (text: string) => join(folder, `${texts.push(text) - 1}.txt`);
    const contents = clip.slides.map((text) => text.split('\n')[0]);
    const slides = [[clip.title, ...contents].join('\n'), ...clip.slides].map((text) => {
      const [heading = '', ...lines] = text.split('\n');
      return { heading, lines: lines.flatMap((line) => wrap(line)) };
    });
    const pictures = slidesGraph(slides, clip.seconds, fonts, file);
    await Promise.all(texts.map((text, n) => writeFile(join(folder, `${n}.txt`), text)));
    const wav = join(folder, 'speech.wav');
    await writeFile(wav, speechWav(clip.title, clip.seconds));
    const made = join(folder, 'clip.mp4');
    await (await engine.start(runOf(pictures, wav, made), limits, signal)).done;
    await rename(made, clip.out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runOf(pictures: string, wav: string, path: string): EngineRun {
  const sound =
    '[0:0]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=mono,asetnsamples=n=1024:p=0[a]';
  return {
    inputs: [wav],
    graph: `${pictures};${sound}`,
    outputs: [
      {
        video: { label: 'v', codec: 'libx264', options: { preset: 'veryfast', crf: '27', g: '60' } },
        audio: { label: 'a', codec: 'aac', options: { b: '64000' } },
        format: 'mp4',
        format_options: { movflags: '+faststart' },
        path,
      },
    ],
  };
}

const Options = z.object({
  out: z.string().min(1),
  title: z.string().min(1),
  seconds: z.coerce.number().min(1).max(600),
  slide: z.array(z.string()).default([]),
});

/** `node runners/video/demo-clip.ts --out file.mp4 --title … --seconds 45 --slide "Heading\nline\nline" --slide …` */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { out: text, title: text, seconds: text, slide: { type: 'string', multiple: true } },
  });
  const { slide, ...clip } = Options.parse(values);
  const engine = findEngine(EngineChoice.parse(process.env.MEDIA_ENGINE));
  if (!engine) throw new Error('no media engine: neither a usable ffmpeg on PATH nor the node-av package');
  const slides = slide.map((given) => given.replaceAll('\\n', '\n'));
  await makeDemoClip(engine, { ...clip, slides }, new AbortController().signal);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
