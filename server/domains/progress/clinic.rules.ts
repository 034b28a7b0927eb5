import type { ClinicBookingState, ClinicState, ClinicTelling } from '@seodang/contract/clinic.ts';

const steps: Record<ClinicState, readonly ClinicState[]> = {
  open: ['approved', 'booked', 'done', 'dismissed'],
  approved: ['open', 'booked', 'done', 'dismissed'],
  booked: ['approved', 'done', 'dismissed'],
  done: ['open'],
  dismissed: ['open'],
};

/** The life of a link; `app.clinic_step` says the same. */
export function mayStep(was: ClinicState, becomes: ClinicState): boolean {
  return steps[was].includes(becomes);
}

type Held = { state: ClinicState; is_auto: boolean };

/** Why a person may not take this step; an automatic link is finished by the facts alone. */
export function faultOfStep(held: Held, becomes: ClinicState): 'clinic_step' | 'cause_remains' | null {
  if (!mayStep(held.state, becomes)) return 'clinic_step';
  return held.is_auto && becomes === 'done' ? 'cause_remains' : null;
}

export const isActive = (state: ClinicState) => state !== 'done' && state !== 'dismissed';

type News = { state: ClinicState; is_shown: boolean; told_at: Date | null; contact: string | null };

/** Whether a family may be told that a clinic is needed, or why not. A result that is not shown is not told either. */
export function tellingOfClinic({ state, is_shown, told_at, contact }: News): ClinicTelling {
  if (told_at) return 'already_told';
  if (!isActive(state)) return 'not_needed';
  if (!is_shown) return 'not_shown';
  return contact ? 'queued' : 'no_phone';
}

/** What a booking may become; who did not come may still turn up, and a slip is put right. */
export function mayMark(was: ClinicBookingState, becomes: ClinicBookingState): boolean {
  return was !== 'cancelled' && was !== becomes && !(becomes === 'cancelled' && was !== 'booked');
}
