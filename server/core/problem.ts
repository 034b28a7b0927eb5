import { type Problem, type ProblemCode, problems } from '@seodang/contract/problem.ts';

type Extra = Readonly<Record<string, unknown>>;
export type FieldError = { pointer: string; message: string };

/** The only error thrown on purpose. Anything else that reaches the edge is a bug and becomes a 500. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly extra: Extra;

  constructor(code: ProblemCode, extra: Extra = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = problems[code][0];
    this.extra = extra;
  }
}

/** Refuses with a code of the contract's table; `extra` becomes further members of the problem document. */
export function refuse(code: ProblemCode, extra?: Extra): never {
  throw new Refusal(code, extra);
}

/** Refuses input that is well-formed but wrong, naming each field by JSON pointer. */
export function refuseFields(...errors: FieldError[]): never {
  refuse('invalid_request', { errors });
}

/** The row, or 404: what is not yours is not there. */
export function found<T>(row: T | null | undefined): T {
  return row ?? refuse('not_found');
}

export function toProblem(code: ProblemCode, instance: string, extra: Extra = {}): Problem {
  const [status, title] = problems[code];
  return { type: `urn:seodang:problem:${code}`, title, status, detail: code, instance, ...extra };
}
