import type { Examination, Finding } from '#core/examination.ts';
import { examineTasks } from '#core/failed-tasks.ts';
import { cachePart } from '#core/parts.ts';
import { checkReadiness } from '#core/readiness.ts';
import { storagePart } from '#core/storage/open.ts';
import { examineMigrations } from '#db/migrate.ts';
import { examineJobs, runnerPart } from '#domains/jobs/wiring.ts';
import { examineVideos } from '#domains/video/wiring.ts';
import { type Academy, type Bench, type Command, scopeOf } from './command.ts';

export const doctor: Command = {
  name: 'doctor',
  about:
    'compares rows with files, jobs with runners and the database with this release; says how to mend what it finds',
  perAcademy: true,
  async run(bench, academies) {
    const { print } = bench;
    const findings = [...(await examineHouse(bench)), ...(await examineAll(bench, academies))];
    for (const { what, mend } of findings) print(`${what}\n  → ${mend}`);
    if (findings.length === 0) print(`All is well in ${academies.length} academies.`);
    return findings.length === 0;
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

async function examineAll(bench: Bench, academies: readonly Academy[]): Promise<Finding[]> {
  const examinations: Examination[] = [examineJobs, examineVideos(bench.storage)];
  const findings: Finding[] = [];
  for (const academy of academies) {
    for (const examine of examinations) {
      const found = await examine(scopeOf(bench, academy, 'doctor'));
      findings.push(...found.map(({ what, mend }) => ({ what: `${academy.code}: ${what}`, mend })));
    }
  }
  return findings;
}
