import { type ParsedCronItem, parseCronItems, type TaskList } from 'graphile-worker';

/** What is done for the whole house again and again; what fails is tried again after some seconds, then after more. */
export type Round = {
  readonly name: string;
  /** When, as cron says it. */
  readonly match: string;
  readonly attempts: number;
  readonly run: () => Promise<void>;
};

/** Of several processes that run tasks, one does a round. What a machine that was off has missed is not made up for. */
export function roundClock(rounds: readonly Round[]): { items: ParsedCronItem[]; tasks: TaskList } {
  const items = rounds.map(({ name, match, attempts }) => ({
    ...{ task: name, match },
    options: { backfillPeriod: 0, maxAttempts: attempts, jobKey: name },
  }));
  const tasks = rounds.map(({ name, run }): [string, TaskList[string]] => [name, run]);
  return { items: parseCronItems(items), tasks: Object.fromEntries(tasks) };
}
