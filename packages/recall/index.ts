export * from './attempts.ts';
export * from './choose.ts';
export * from './finalize.ts';
export * from './memory.ts';
export * from './outcome.ts';
export * from './overview.ts';
export { randomOf } from './random.ts';
export * from './study-day.ts';
export * from './written.ts';
