import type { Runner } from './runner.ts';

/** How soon a runner without an IPC channel notices that its parent is gone. */
const glance_ms = 500;
/** Longer than giving back takes while the server answers. */
const parting_ms = 10_000;

/**
 * Ends the runner in order on SIGTERM, SIGINT, or when the program that started it is gone, which it knows by its IPC
 * channel, or else by the number of that program's process in PARENT_PID. One that was given neither has no parent to
 * follow: a shell may end and leave it.
 */
export function stopWithProcess(runner: Runner, parent_pid?: number): void {
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
  process.on('disconnect', stop);
  // Gone before this line was reached: false only where there was a channel.
  if (process.connected === false) stop();
  if (parent_pid === undefined) return;
  setInterval(() => process.ppid !== parent_pid && stop(), glance_ms).unref();
}
