export { bytesOfCells, codeCells, decodeCode, encodeCode, type SheetCode } from './geometry/code.ts';
export type { Bubble, Question, RegionMeta, Sheet } from './geometry/geometry.ts';
export { type PreparedForeign, prepareForeign, readForeign } from './read/foreign.ts';
export type { Grey } from './read/grey.ts';
export type { Identity, IdentityDoubt, RosterEntry } from './read/identity.ts';
export type { PageReading, QuestionReading, ReadOptions, Refusal } from './read/page.ts';
export { type Prepared, prepare } from './read/prepare.ts';
export type { Quality } from './read/quality.ts';
export { readSheet } from './read/read.ts';
