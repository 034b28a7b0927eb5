export { addQuestions } from './import.ts';
export { ingest } from './ingest.ts';
export { createTopic } from './topics.ts';
