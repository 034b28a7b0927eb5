export { tellingOfClinic } from './clinic.rules.ts';
export { clinicAnnounced } from './clinic-events.ts';
export { findClinicStory } from './clinic-story.queries.ts';
