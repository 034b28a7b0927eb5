import { unfolded } from '@seodang/contract/progress-matrix.ts';
import { record } from './figures.ts';
import { fillMatrix, sessions, students } from './matrix-class.ts';
import { accessOfOwner, withViewers } from './viewers.ts';

await withViewers(students, async (theatre) => {
  await fillMatrix(theatre.owner);
  const { rows } = await theatre.owner.query<{ id: number }>('select min(id) as id from lecture');
  const headers = { authorization: `Bearer ${await accessOfOwner(theatre)}` };
  const url = `http://127.0.0.1:${theatre.port}/api/v1/progress/matrix?lecture=${rows[0]?.id}`;
  const times: number[] = [];
  for (let n = 0; n < 41; n += 1) {
    const begun = performance.now();
    const reply = await fetch(url, { headers });
    const text = await reply.text();
    times.push(performance.now() - begun);
    if (n > 0) continue;
    const cells = unfolded(JSON.parse(text)).flatMap((row) =>
      row.cells.filter(({ state }) => state !== 'none'),
    ).length;
    if (cells !== students * sessions) throw new Error(`${cells} cells, not ${students * sessions}`);
    console.log(`${Math.round(text.length / 1000)} kB`);
  }
  const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
  const what = `at most; one request for ${students} students by ${sessions} sessions over HTTP; median of ${times.length}`;
  record('npm run bench matrix', [
    { name: 'matrix_300x60_ms', value: Math.round(median), unit: 'ms', limit: 80, limit_what: what },
  ]);
});
