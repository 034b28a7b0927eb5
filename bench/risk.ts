import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inTenant, openDb } from '../server/core/db.ts';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { appUrlOf, migrate } from '../server/db/migrate.ts';
import { riskModel } from '../server/domains/progress/ranking.model.ts';
import { factsOf } from '../server/domains/progress/ranking.queries.ts';
import {
  chanceOf,
  type RiskFacts,
  type RiskModel,
  riskFacts,
} from '../server/domains/progress/ranking.rules.ts';
import { recompute } from '../server/domains/progress/recompute.queries.ts';
import { record } from './figures.ts';
import { fitRisk } from './risk/fit.ts';
import { knownChance, type Pupil, term, type Week } from './risk/term.ts';

const PUPILS = 600;
const CLASS = 40;
const WEEKS = 24;
const SEED = 20_251;
const AHEAD = 3;
const LEAST_FAILED = 2;
/** Judged after these weeks; what the model learns from is over before the first week that it is tried on. */
const weeks = { learn: range(4, 12), tried: range(16, WEEKS - AHEAD) };

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

const dayOf = (week: number) =>
  new Date(Date.UTC(2025, 2, 3) + (week - 1) * 7 * 86_400_000).toISOString().slice(0, 10);
const after = (week: number) => new Date(`${dayOf(week)}T20:00:00Z`);

type Seen = { week: number; enrollment: number; facts: RiskFacts; is_alarmed: boolean; known_chance: number };
type Judged = Seen & { failed: boolean };

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-bench-'));
const postgres = await openPostgres(dataDir, { fsync: false });
await migrate(postgres.ownerUrl, 'bench-only');
const owner = new pg.Client({ connectionString: postgres.ownerUrl });
await owner.connect();
const db = openDb(appUrlOf(postgres.ownerUrl, 'bench-only'), 1);

/** An academy whose classes have a video, an exam and homework each week; nobody has done anything yet. */
async function emptyAcademy() {
  const { rows } = await owner.query<{ id: string }>(
    `insert into tenant (code, name) values ('risk', 'risk') returning id`,
  );
  const tenant_id = Number(rows[0]?.id);
  const fill = [
    `insert into user_account (tenant_id, login_id, role, name) values ($1, 'owner', 'owner', 'Owner')`,
    `insert into lecture (tenant_id, title) select $1, n::text from generate_series(1, ${PUPILS / CLASS}) n`,
    `insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
     select $1, l.id, n, 'C', n, date '${dayOf(1)}' + 7 * (n - 1) from lecture l, generate_series(1, ${WEEKS}) n where l.tenant_id = $1`,
    `with s as (insert into student (tenant_id, name) select $1, l.id::text from lecture l, generate_series(1, ${CLASS}) where l.tenant_id = $1 returning id, name)
     insert into enrollment (tenant_id, lecture_id, student_id) select $1, name::bigint, id from s`,
    `insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
     select $1, c.lecture_id, c.id, e.id from class_session c join enrollment e on e.lecture_id = c.lecture_id where c.tenant_id = $1`,
    `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration_ms)
     select $1, id, 'v', 1, 'READY', 'k', 'h', 3600000 from class_session where tenant_id = $1`,
    `insert into exam (tenant_id, session_id, title, state) select $1, id, 'x', 'closed' from class_session where tenant_id = $1`,
    `insert into homework (tenant_id, session_id, title) select $1, id, 'h' from class_session where tenant_id = $1`,
  ];
  for (const text of fill) await owner.query(text, [tenant_id]);
  const found = await owner.query<{ id: string }>(
    'select id from enrollment where tenant_id = $1 order by id',
    [tenant_id],
  );
  return { tenant_id, enrollments: found.rows.map(({ id }) => Number(id)) };
}

/** What a week brought, as the screens and runners would have written it. */
const happened = [
  `insert into attendance (tenant_id, session_id, enrollment_id, status)
   select $1, se.session_id, se.enrollment_id, w.attendance::attendance_status from w join se using (enrollment_id)`,
  `insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress, updated_at)
   select $1, v.id, se.enrollment_id, greatest(1, 3600000 * w.watched), w.watched, $3 from w join se using (enrollment_id)
   join video v on v.session_id = se.session_id where w.watched > 0`,
  `, u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source, created_at)
     select $1, se.lecture_id, se.enrollment_id, x.id, 'omr_manual', $3 from w join se using (enrollment_id)
     join exam x on x.session_id = se.session_id where w.score is not null returning id, exam_id, enrollment_id),
   t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
     select $1, exam_id, enrollment_id, 1, id, $3 from u returning id, exam_id, enrollment_id)
   insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
   select $1, t.exam_id, t.enrollment_id, t.id, w.score, 100, 60, $3 from t join w using (enrollment_id)`,
  `, u as (insert into submission (tenant_id, lecture_id, enrollment_id, homework_id, source, created_at)
     select $1, se.lecture_id, se.enrollment_id, h.id, 'homework_image', $3 from w join se using (enrollment_id)
     join homework h on h.session_id = se.session_id where w.handed_in returning id, enrollment_id)
   insert into submission_review (tenant_id, submission_id, verdict, reviewed_by, reviewed_at)
   select $1, u.id, (case when w.approved then 'approved' else 'returned' end)::homework_verdict, a.id, $3
   from u join w using (enrollment_id), user_account a where a.tenant_id = $1`,
];

type Academy = Awaited<ReturnType<typeof emptyAcademy>>;

async function live({ tenant_id, enrollments }: Academy, week: number, did: readonly Week[]): Promise<void> {
  const rows = JSON.stringify(did.map((one, at) => ({ ...one, enrollment_id: enrollments[at] })));
  const lead = `with w as (select * from json_to_recordset($2) as w(
      enrollment_id bigint, attendance text, watched real, score real, handed_in boolean, approved boolean)),
    se as (select se.* from session_enrollment se join class_session c on c.id = se.session_id where se.tenant_id = $1 and c."order" = ${week})`;
  for (const text of happened)
    await owner.query(
      `${lead} ${text}`,
      [tenant_id, rows, after(week)].slice(0, text.includes('$3') ? 3 : 2),
    );
}

async function look(
  { tenant_id, enrollments }: Academy,
  week: number,
  pupils: readonly Pupil[],
): Promise<Seen[]> {
  const pupilOf = new Map(enrollments.map((id, at) => [id, pupils[at] as Pupil]));
  return inTenant(db, tenant_id, async (tx) => {
    await recompute(tx, enrollments, dayOf(week), after(week));
    const known = await factsOf(tx, enrollments, dayOf(week), after(week));
    const levels = await tx.selectFrom('lecture_progress').select(['enrollment_id', 'risk_level']).execute();
    const alarmed = new Set(
      levels.flatMap((row) => (row.risk_level === 'NORMAL' ? [] : [row.enrollment_id])),
    );
    return known.map(({ enrollment_id, ...row }) => ({
      week,
      enrollment: enrollment_id,
      facts: Object.fromEntries(riskFacts.map((fact) => [fact, row[fact]])) as RiskFacts,
      is_alarmed: alarmed.has(enrollment_id),
      known_chance: knownChance(
        pupilOf.get(enrollment_id) as Pupil,
        AHEAD,
        LEAST_FAILED,
        SEED + enrollment_id,
      ),
    }));
  });
}

/** Who left how many of the following sessions incomplete, as it turned out in the end. */
async function outcomes({ tenant_id }: Academy, seen: readonly Seen[]): Promise<Judged[]> {
  const { rows } = await owner.query<{ enrollment_id: string; week: number }>(
    `select p.enrollment_id, c."order" as week from session_progress p join class_session c on c.id = p.session_id
     where p.tenant_id = $1 and not p.completed`,
    [tenant_id],
  );
  const missed = new Set(rows.map(({ enrollment_id, week }) => `${enrollment_id}:${week}`));
  return seen.map((one) => {
    const next = range(one.week + 1, one.week + AHEAD);
    return {
      ...one,
      failed: next.filter((week) => missed.has(`${one.enrollment}:${week}`)).length >= LEAST_FAILED,
    };
  });
}

/** Of those who failed later, how many the rule named and how many the list did, with as many alerts each week. */
function compare(model: RiskModel, tried: readonly Judged[]) {
  const found = { failed: 0, alerts: 0, by_rule: 0, by_list: 0, by_knowing: 0 };
  for (const seen of Map.groupBy(tried, ({ week }) => week).values()) {
    const alarmed = seen.filter(({ is_alarmed }) => is_alarmed);
    const first = (chance: (one: Judged) => number) =>
      seen.toSorted((one, other) => chance(other) - chance(one)).slice(0, alarmed.length);
    const hits = (some: readonly Judged[]) => some.filter(({ failed }) => failed).length;
    found.failed += hits(seen);
    found.alerts += alarmed.length;
    found.by_rule += hits(alarmed);
    found.by_list += hits(first(({ facts }) => chanceOf(model, facts)));
    found.by_knowing += hits(first(({ known_chance }) => known_chance));
  }
  return found;
}

const times = (more: number, less: number) => `${(more / less).toFixed(2)} times`;
const percent = (part: number, whole: number) => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));

function report(model: RiskModel, tried: readonly Judged[], found: ReturnType<typeof compare>): string {
  const groups = Map.groupBy(tried, ({ facts }) => Math.min(9, Math.floor(10 * chanceOf(model, facts))));
  const table = [...groups]
    .toSorted(([one], [other]) => one - other)
    .map(([tenth, seen]) => {
      const claimed = seen.reduce((sum, { facts }) => sum + chanceOf(model, facts), 0);
      const failed = seen.filter((one) => one.failed).length;
      return `| ${tenth * 10}–${tenth * 10 + 10} % | ${seen.length} | ${percent(claimed, seen.length)} | ${percent(failed, seen.length)} |`;
    });
  const weights = riskFacts.map(
    (fact) =>
      `| ${fact} | ${model.facts[fact].mean} | ${model.facts[fact].sd} | ${model.facts[fact].weight} |`,
  );
  return [
    '# Who will fall behind',
    '',
    `Made by \`npm run bench risk\`: a simulated term (bench/risk/term.ts, seed ${SEED}) of ${PUPILS} students and ${WEEKS} weeks in a`,
    'real database, with the same facts, rules and SQL as the product. No data of real students stands behind it. The model',
    `learns from weeks ${weeks.learn[0]} to ${weeks.learn.at(-1)} and is tried on weeks ${weeks.tried[0]} to ${weeks.tried.at(-1)}. To fall behind: to leave two of the next three`,
    'sessions incomplete.',
    '',
    `With ${found.alerts} alerts each, the rules find ${percent(found.by_rule, found.failed)} % of the ${found.failed} who fall behind (${percent(found.by_rule, found.alerts)} % of their alerts are right), the`,
    `list ${percent(found.by_list, found.failed)} % (${percent(found.by_list, found.alerts)} %): ${times(found.by_list, found.by_rule)} as many.`,
    '',
    'How much a list can find at all: somebody who knew of each student everything that the simulation knows (ability,',
    'diligence, motivation, whether something pulls it down), and only not what chance will bring, would find',
    `${percent(found.by_knowing, found.failed)} % (${percent(found.by_knowing, found.alerts)} %) with as many alerts: ${times(found.by_knowing, found.by_rule)} as many as the rules. Of what can be won over the rules the`,
    `list wins ${percent(found.by_list - found.by_rule, found.by_knowing - found.by_rule)} %. Half as many again as the rules (the limit of \`risk_recall_gain\`) would take alerts of which`,
    `${percent(1.5 * found.by_rule, found.alerts)} % are right; in a term like this nobody gives those, because whether a week is missed is for a good part chance.`,
    'That holds for this term, not for every academy: where the future follows more plainly from the past, a list finds more.',
    '',
    '| claimed | students × weeks | claimed % | fell behind % |',
    '| --- | --- | --- | --- |',
    ...table,
    '',
    '| fact | mean | standard deviation | log odds for each |',
    '| --- | --- | --- | --- |',
    ...weights,
    '',
  ].join('\n');
}

try {
  const academy = await emptyAcademy();
  const seen: Seen[] = [];
  for (const [at, { did, pupils }] of term(SEED, PUPILS, WEEKS).entries()) {
    await live(academy, at + 1, did);
    seen.push(...(await look(academy, at + 1, pupils)));
  }
  const judged = await outcomes(academy, seen);
  const during = (wanted: readonly number[]) => judged.filter(({ week }) => wanted.includes(week));
  const fitted = fitRisk(riskModel.version, during(weeks.learn));
  if (process.argv.includes('--keep')) {
    const text = `import type { RiskModel } from './ranking.rules.ts';\n\n/** Made by \`node bench/risk.ts --keep\` out of a simulated term (bench/risk/term.ts); its figures are in bench/RISK.md. */\nexport const riskModel: RiskModel = ${JSON.stringify(fitted)};\n`;
    await writeFile(join(import.meta.dirname, '../server/domains/progress/ranking.model.ts'), text);
  }
  const model = process.argv.includes('--keep') ? fitted : riskModel;
  const tried = during(weeks.tried);
  const found = compare(model, tried);
  await writeFile(join(import.meta.dirname, 'RISK.md'), report(model, tried, found));
  console.log(found);
  record('npm run bench risk', [
    {
      name: 'risk_recall_gain',
      value: Number((found.by_list / found.by_rule).toFixed(2)),
      unit: '×',
      limit: 1.5,
      limit_what:
        'at least; later failures found by the list over those found by the rules, with as many alerts; simulated term',
    },
  ]);
} finally {
  await db.destroy();
  await owner.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
