export { tellingOfClinic } from './clinic.rules.ts';
export { clinicAnnounced, clinicBooked, clinicMissed, clinicOpened } from './clinic-events.ts';
export { type ClinicStory, findClinicStory } from './clinic-story.queries.ts';
