export type Status = 'ok' | 'blank' | 'multiple' | 'ambiguous';

/** A line of alternatives as it was read: which are marked, how sure that is, and how full each is beside this page's usual mark. */
export type LineReading = { status: Status; marked: number[]; probability: number; strengths: number[] };
