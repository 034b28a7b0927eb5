import type { Runner } from './runner.ts';

/** Longer than giving back takes while the server answers. */
const parting_ms = 10_000;

/** Ends the runner in order on SIGTERM, SIGINT, or when the parent that started it with an IPC channel is gone. */
export function stopWithProcess(runner: Runner): void {
  let stopping = false;
  // One Ctrl-C can arrive as several signals (from the terminal and from the parent): only the first one counts.
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), parting_ms).unref();
    runner.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.channel) process.on('disconnect', stop);
}
