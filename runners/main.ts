import { RunnerConfig } from './kit/config.ts';
import { jsonLog } from './kit/log.ts';
import { stopWithProcess } from './kit/process.ts';
import { startRunner } from './kit/runner.ts';

const given = RunnerConfig.safeParse(process.env);
if (!given.success) {
  console.error(given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  process.exit(2);
}
const log = jsonLog({ worker_id: given.data.WORKER_ID });
stopWithProcess(await startRunner(given.data, {}, log));
