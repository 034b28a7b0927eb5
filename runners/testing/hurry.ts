import type { Pace } from '../kit/runner.ts';

const soon = { first_ms: 1, most_ms: 5 };

/** The pace of a runner whose tests have no time. */
export const hurry: Pace = { idle: soon, trouble: soon, storage: { ...soon, tries: 20 } };
