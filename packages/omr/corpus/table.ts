import type { Measured } from './measure.ts';
import { percent, type Tally } from './tally.ts';

const row = (name: string, tally: Tally) =>
  `| ${name} | ${tally.sheets} | ${tally.questions} | ${percent(tally.exact, tally.questions).toFixed(2)} | ${percent(tally.flagged, tally.questions).toFixed(2)} | ${tally.silent} | ${tally.refused} | ${tally.identityReview} | ${tally.identityWrong} |`;

/** What was measured as Markdown: a row for each way of degrading, and how far claimed probabilities hold. */
export function tableOf(title: string, { total, kinds, reliability }: Measured): string {
  const claims = [...reliability].sort(([a], [b]) => a.localeCompare(b));
  return [
    `### ${title}`,
    '',
    '| degraded by | sheets | questions | exact % | flagged % | silent | refused pages | identity to review | identity wrong |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...[...kinds].map(([name, tally]) => row(name, tally)),
    row('**all**', total),
    '',
    '| probability | answers | claimed right % | right % |',
    '| --- | --- | --- | --- |',
    ...claims.map(
      ([limit, { claimed, right, count }]) =>
        `| ${limit} | ${count} | ${percent(claimed, count).toFixed(3)} | ${percent(right, count).toFixed(3)} |`,
    ),
    '',
  ].join('\n');
}
