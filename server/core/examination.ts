import type { Scope } from '#core/scope.ts';

/** Something that is not as it should be, and what a person does about it; both sentences for operators. */
export type Finding = { readonly what: string; readonly mend: string };

/** Looks into one academy and changes nothing; tells what it finds as it goes. */
export type Examination = (scope: Scope) => AsyncIterable<Finding>;
