export { tellingOfClinic } from './clinic.rules.ts';
export { bookClinic, changeClinicBooking } from './clinic-bookings.ts';
export { clinicAnnounced } from './clinic-events.ts';
export { changeClinicLink, listClinicLinks, recordRetest } from './clinic-links.ts';
export { createClinicSlots, listClinicSlots } from './clinic-slots.ts';
export { findClinicStory } from './clinic-story.queries.ts';
export { hasHiddenResult } from './matrix.queries.ts';
export { recomputeLecture } from './recompute.ts';
export { outcomeShown } from './shown.rules.ts';
