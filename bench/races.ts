import { signAccess } from '../server/domains/identity/access.ts';
import { record } from './figures.ts';
import { inParallel, startOne, withViewers } from './viewers.ts';

const [starts, people, at_once] = [10_000, 500, 200];

/** Students who may each watch once start on twenty devices each, all of them at the same time. */
await withViewers(people, async ({ owner, address, secret, students }) => {
  await owner.query('delete from playback_session');
  const login = students.map(({ video_id, ...claims }) => ({
    video_id,
    access: signAccess(secret, claims, new Date()),
  }));
  const wishes = Array.from({ length: starts }, (_, n) => async () => {
    const her = login[Math.floor(n / (starts / people))];
    if (!her) throw new Error('nobody starts');
    return (await startOne(address, her.access, her.video_id, `device ${n}`)).status;
  });
  const began = performance.now();
  const statuses = await inParallel(wishes, at_once);
  const seconds = (performance.now() - began) / 1000;
  const granted = statuses.filter((status) => status === 201).length;
  const refused = statuses.filter((status) => status === 409).length;
  const { rows } = await owner.query<{ live: number; most: number }>(
    `select sum(n)::int as live, max(n)::int as most
     from (select count(*) as n from playback_session where status = 'ACTIVE' group by user_id) each`,
  );
  console.log(
    `${granted} granted and ${refused} refused in ${seconds.toFixed(1)} s; live ${JSON.stringify(rows[0])}`,
  );
  if (granted + refused !== starts) throw new Error('some were neither granted nor refused');
  record('npm run bench races', [
    {
      ...{
        name: 'raced_starts_too_many',
        value: Math.max(granted, rows[0]?.live ?? 0) - people,
        unit: 'starts',
        limit: 0,
      },
      limit_what: `at most, and not less; ${starts} starts of ${people} students who may watch once, ${at_once} at the same moment, those of one student together`,
    },
  ]);
});
