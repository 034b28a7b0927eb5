import { Running } from '#boot/running.ts';
import { readSettings } from '#boot/settings.ts';
import { start } from '#boot/start.ts';
import { seedDemo } from '#db/demo/seed.ts';

// npm passes on a Ctrl-C that the terminal gave us already: what comes that soon is no second one.
const impatience_ms = 1_000;

const running = new Running();
const starting = begin();
let firstSignal = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal));
process.on('uncaughtException', (error) => void giveUp(error));
void running.failed.then(giveUp);
starting.catch(giveUp);

async function begin(): Promise<void> {
  await start(readSettings(), running, { seedDemo, print: console.log, env: process.env });
}

function onSignal(signal: NodeJS.Signals): void {
  if (firstSignal && Date.now() - firstSignal > impatience_ms) {
    running.kill();
    process.exit(130);
  }
  if (firstSignal) return;
  firstSignal = Date.now();
  if (signal === 'SIGINT') console.log('\nStopping …');
  void running.stop(starting).then(() => process.exit(0));
}

/** Something is wrong that this process cannot mend: it says what, puts everything away and ends. */
async function giveUp(error: unknown): Promise<void> {
  if (running.isStopping) return;
  const isForPeople = error instanceof Error && !process.env.DEBUG;
  console.error(isForPeople ? `\n${error.message}\n` : error);
  await running.stop(Promise.resolve());
  process.exit(1);
}
