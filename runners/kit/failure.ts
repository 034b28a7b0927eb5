import { ApiProblem } from '@seodang/contract/call.ts';

/**
 * Why an attempt failed, in a code that the web app has words for. `permanent` means that the same source would
 * fail again; `technical` is for operators and follows the code in the history of the job.
 */
export class JobFailure extends Error {
  readonly code: string;
  readonly permanent: boolean;
  readonly technical: string;
  constructor(code: string, options: { permanent?: boolean; technical?: string; cause?: unknown } = {}) {
    super(code, { cause: options.cause });
    this.name = 'JobFailure';
    this.code = code;
    this.permanent = options.permanent ?? false;
    this.technical = options.technical ?? '';
  }
  get reason(): string {
    return (this.technical ? `${this.code}: ${this.technical}` : this.code).slice(0, 2000);
  }
}

export type StopReason = 'lease_lost' | 'cancelled' | 'shutdown';

/** The work must stop now; not the fault of the job. */
export class Stopped extends Error {
  readonly why: StopReason;
  constructor(why: StopReason) {
    super(why);
    this.name = 'Stopped';
    this.why = why;
  }
}

function systemCode(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause)
    if ('code' in e && typeof e.code === 'string') return e.code;
  return undefined;
}

/** What to tell the server about any error of a handler. */
export function toFailure(error: unknown): JobFailure {
  if (error instanceof JobFailure) return error;
  if (error instanceof ApiProblem) return new JobFailure(error.code, { cause: error });
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new JobFailure('disk_full', { cause: error });
  const technical = error instanceof Error ? `${error.name} ${code ?? error.message}` : String(error);
  return new JobFailure('internal', { technical: technical.slice(0, 500), cause: error });
}
