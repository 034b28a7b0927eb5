import type { Examination, Finding } from '#core/examination.ts';
import { examineTasks } from '#core/failed-tasks.ts';
import { cachePart } from '#core/parts.ts';
import { checkReadiness } from '#core/readiness.ts';
import { storagePart } from '#core/storage/open.ts';
import { examineStorage } from '#core/storage/storage-audit.ts';
import { examineMigrations } from '#db/migrate.ts';
import { examineJobs, runnerPart } from '#domains/jobs/wiring.ts';
import { examineVideos } from '#domains/video/wiring.ts';
import { shelves } from '#shelves.ts';
import { type Academy, type Bench, type Command, scopeOf } from './command.ts';

export const doctor: Command = {
  name: 'doctor',
  about:
    'compares rows with files, jobs with runners and the database with this release; says how to mend what it finds',
  perAcademy: true,
  async run(bench, academies) {
    const { print } = bench;
    let count = 0;
    for await (const { what, mend } of examineAll(bench, academies)) {
      print(`${what}\n  → ${mend}`);
      count += 1;
    }
    if (count === 0) print(`All is well in ${academies.length} academies.`);
    return count === 0;
  },
};

async function examineHouse(bench: Bench): Promise<Finding[]> {
  const { parts } = await checkReadiness([
    cachePart(bench.config),
    storagePart(bench.storage),
    runnerPart(bench),
  ]);
  const failed = parts.filter(({ state }) => state === 'failed');
  return [
    ...(await examineMigrations(bench.ownerUrl)),
    ...failed.map(({ name, detail }) => ({
      what: `${name}: ${detail}`,
      mend: MENDS[name] ?? 'see the logs',
    })),
    ...(await examineTasks(bench.owner)),
  ];
}

const MENDS: Readonly<Record<string, string>> = {
  cache: 'start Redis where REDIS_URL says, or unset it on a single machine',
  storage: 'free space on the disk of DATA_DIR, or check the S3_ settings',
  runner: 'start Seodang, or a runner elsewhere: ROLE=runner PUBLIC_URL=… npm start',
};

/** As it is found: with many academies and files neither is held in memory. */
async function* examineAll(bench: Bench, academies: readonly Academy[]): AsyncGenerator<Finding> {
  yield* await examineHouse(bench);
  const { storage } = bench;
  const examinations: Examination[] = [examineJobs, examineVideos, examineStorage({ storage, shelves })];
  for (const academy of academies)
    for (const examine of examinations)
      for await (const { what, mend } of examine(scopeOf(bench, academy, 'doctor')))
        yield { what: `${academy.code}: ${what}`, mend };
}
