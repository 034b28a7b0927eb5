import type { Seen } from './camera-messages.ts';
import type { RosterSeat } from './scans.queries.ts';

type Read = Extract<Seen['page'], { status: 'read' }>;
type Refused = Extract<Seen['page'], { status: 'refused' }>;

/** What a picture shows, as far as a person with the sheet in the hand has to know. */
export type Finding =
  | { kind: 'nothing' }
  | { kind: 'refused'; reason: Exclude<Refused['reason'], 'no_sheet_found'> }
  | {
      kind: 'sheet';
      /** Undefined where code, number and roster do not agree on one. */
      seat: RosterSeat | undefined;
      number: string;
      isSure: boolean;
      read: number;
      unsure: number[];
      blank: number[];
      /** The share of the answers that are sure, each by its probability. */
      confidence: number;
    };

function seatOf({ identity }: Read, roster: readonly RosterSeat[]): RosterSeat | undefined {
  const { enrollment, number } = identity;
  if (enrollment !== undefined) return roster.find((seat) => seat.enrollment_id === enrollment);
  return number === undefined ? undefined : roster.find((seat) => seat.number === number);
}

export function findingOf({ page }: Seen, roster: readonly RosterSeat[]): Finding {
  if (page.status === 'refused')
    return page.reason === 'no_sheet_found' ? { kind: 'nothing' } : { kind: 'refused', reason: page.reason };
  const numbersOf = (...wanted: string[]) =>
    page.questions.filter(({ status }) => wanted.includes(status)).map(({ number }) => number);
  const sum = page.questions.reduce((total, { probability }) => total + probability, 0);
  const isSure = page.identity.status === 'ok';
  return {
    kind: 'sheet',
    seat: seatOf(page, roster),
    number: page.identity.number ?? '',
    isSure,
    read: page.questions.length,
    unsure: numbersOf('ambiguous', 'multiple'),
    blank: numbersOf('blank'),
    confidence: sum / Math.max(1, page.questions.length),
  };
}

/** The answer that stands beside a question on the picture. */
export function shownAnswer({ status, marked, value }: Read['questions'][number]): string {
  if (status === 'blank') return '–';
  return value ?? marked.join(status === 'multiple' ? ', ' : '');
}
