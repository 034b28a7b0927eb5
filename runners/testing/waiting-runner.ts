import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunnerConfig } from '../kit/config.ts';
import { jsonLog } from '../kit/log.ts';
import { stopWithProcess } from '../kit/process.ts';
import { pause } from '../kit/retry.ts';
import { startRunner } from '../kit/runner.ts';

/** A runner process whose only kind leaves a file and then waits until it is stopped. */
const config = RunnerConfig.parse(process.env);
const wait = {
  'test.wait': async ({ folder, signal }: { folder: string; signal: AbortSignal }) => {
    await writeFile(join(folder, 'half-done'), 'x');
    await pause(2 ** 30, signal);
    return {};
  },
};
stopWithProcess(await startRunner(config, wait, jsonLog({})), config.PARENT_PID);
