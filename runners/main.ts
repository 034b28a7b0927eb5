import type { Handler } from './kit/attempt.ts';
import { RunnerConfig } from './kit/config.ts';
import { jsonLog } from './kit/log.ts';
import { stopWithProcess } from './kit/process.ts';
import { startRunner } from './kit/runner.ts';
import { findEngine } from './video/engine/choose.ts';
import { homeworkFilmHandler } from './video/homework-film.ts';
import { transcodeHandler } from './video/transcode.ts';

const given = RunnerConfig.safeParse(process.env);
if (!given.success) {
  console.error(given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  process.exit(2);
}
const config = given.data;
const engine = findEngine(config.MEDIA_ENGINE);
if (!engine) {
  console.error('No media engine: install ffmpeg 5.1 or later with libx264, or the node-av package.');
  process.exit(3);
}
const log = jsonLog({ worker_id: config.WORKER_ID });
log('engine.found', { engine: engine.name, ...engine.sandbox, maps_tones: engine.maps_tones });
const transcode = transcodeHandler({ engine, early_from_seconds: config.EARLY_FROM_SECONDS });
// Sheets have a place of their own: a teacher who waits for them does not wait for an hour of video.
const aside = { ...config, WORKER_ID: `${config.WORKER_ID}-ai`.slice(-64), WORKER_CONCURRENCY: 1 };
// Loaded with the first sheet: a runner that makes videos alone keeps no libraries for pictures in memory.
const omrGrading: Handler = async (work) => (await import('./ai/omr-grading.ts')).omrGradingHandler(work);
const omrBatch: Handler = async (work) => (await import('./ai/omr-batch.ts')).omrBatchHandler(work);
const match: Handler = async (work) => (await import('./ai/match.ts')).matchHandler(work);
const ocr: Handler = async (work) => (await import('./ai/ocr.ts')).ocrHandler(work);
// What students handed in waits for sheets and lectures of nobody, and holds none of them up.
const homework = { ...config, WORKER_ID: `${config.WORKER_ID}-hw`.slice(-64), WORKER_CONCURRENCY: 1 };
const runners = await Promise.all([
  startRunner(config, { 'video.transcode': transcode }, log),
  startRunner(aside, { 'ai.omr_grading': omrGrading, 'ai.omr_batch': omrBatch }, log),
  startRunner(
    homework,
    { 'ai.ocr': ocr, 'ai.match': match, 'ai.homework_video_analysis': homeworkFilmHandler(engine) },
    log,
  ),
]);
const stop = async () => void (await Promise.all(runners.map((runner) => runner.stop())));
stopWithProcess({ stop }, config.PARENT_PID);
