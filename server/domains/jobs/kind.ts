import type { z } from 'zod';
import type { Scope } from '#core/scope.ts';
import type { JobRow } from './lease.queries.ts';
import { fenceOf } from './lease.rules.ts';

export type { JobRow };

/** What a job was made of and came to, as its owner sees it. */
export type JobOf<P extends z.ZodType> = {
  readonly id: number;
  readonly subject_id: number;
  readonly attempt: number;
  /** Of the attempt's lease: part of its prefix. Empty while nobody has claimed the job. */
  readonly fence: string;
  readonly private_payload: z.output<P>;
};

/** Makes an address of the storage one that the runner who asks can reach: the API's own are relative to it. */
export type Address = (url: string) => string;

export type OutputFile = { readonly name: string; readonly bytes: number };

/** A kind of job, declared by the domain that owns it. `jobs` knows nothing of videos or exams. */
export type JobKind<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> = {
  readonly kind: string;
  /** What is kept with the job, and what the runner reports. */
  readonly privatePayload: P;
  readonly result: R;
  /** Made at each claim, since signed addresses expire; refuses when the work has become pointless. */
  readonly payload: (scope: Scope, job: JobOf<P>, address: Address) => Promise<Record<string, unknown>>;
  /**
   * The storage prefix of this attempt, ending with a slash: a late runner can't overwrite its successor. It holds the
   * fence, since after a crash an attempt that the database forgot may be followed by one of the same number.
   */
  readonly outputPrefix: (job: JobOf<P>, tenantCode: string) => string;
  /** The files that a result claims to have put there. */
  readonly filesOf: (result: z.output<R>) => readonly OutputFile[];
  /** Runs as a task, perhaps twice. */
  readonly onPublished?: (scope: Scope, job: JobOf<P>, result: z.output<R>) => Promise<void>;
  readonly onDone: (scope: Scope, job: JobOf<P>, result: z.output<R>) => Promise<void>;
  readonly onFailed: (scope: Scope, job: JobOf<P>, reason: string) => Promise<void>;
};

/** Declares a kind; those who only run it forget the types of its payload and result. */
export function defineJobKind<P extends z.ZodType, R extends z.ZodType>(kind: JobKind<P, R>): JobKind {
  return kind as unknown as JobKind;
}

type KnownJob = Pick<JobRow, 'id' | 'subject_id' | 'attempt' | 'lease_token' | 'private_payload'>;

/** A row of the table as the owner of its kind sees it. */
export function toJob(kind: JobKind, row: KnownJob): JobOf<z.ZodType> {
  const { id, subject_id, attempt } = row;
  const private_payload: unknown = kind.privatePayload.parse(row.private_payload);
  return { id, subject_id, attempt, fence: fenceOf(row.lease_token), private_payload };
}
