import type { JobKind } from './kind.ts';

/** The kinds that the domains declared, by name. */
export class JobKinds {
  readonly #kinds: ReadonlyMap<string, JobKind>;

  constructor(kinds: readonly JobKind[]) {
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
  }

  get(name: string): JobKind {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`No domain declares jobs of kind ${name}`);
    return kind;
  }

  known(names: readonly string[]): string[] {
    return names.filter((name) => this.#kinds.has(name));
  }
}
