import type { Furnished } from '#testing/furnish.ts';
import type { Operation } from '#testing/openapi.ts';

/** The table that an id in a path is of, by the word before it, where the word is not the table's name. */
const byWord: Record<string, string> = {
  calendar: 'calendar_feed',
  children: 'student',
  'video-playback-events': 'playback_event',
  imports: 'import_batch',
  excuses: 'requirement_excuse',
  files: 'submission_file',
  logins: 'login_session',
  overrides: 'progress_override',
  policies: 'progress_policy',
  devices: 'study_device',
  fits: 'study_fit',
  questions: 'study_question',
  'quiz-sessions': 'study_quiz_session',
  sessions: 'class_session',
  staff: 'user_account',
  topics: 'study_topic',
  'video-worker': 'video',
};

/** The table that an id is of, by the name of its field, where the name is not the table's. */
const byName: Record<string, string> = {
  case_id: 'playback_case',
  page_id: 'homework_page',
  region_id: 'homework_region',
  sheet_id: 'exam_sheet',
  target_id: 'exam',
  actor_id: 'user_account',
  session_id: 'class_session',
  slot_id: 'clinic_slot',
  link_id: 'clinic_link',
  owner_id: 'user_account',
  teacher_id: 'user_account',
  user_id: 'user_account',
};

/** Names that end like an id and are none of ours: free text of the caller. */
const foreignNames = new Set([
  'batch_id',
  'device_id',
  'subject_id',
  'key_id',
  'login_id',
  'worker_id',
  'pub_id',
  'pub_ids',
  'upload_id',
]);

/** Ids that no row has. */
export const absent = { number: 999_999_999, uuid: '00000000-0000-4000-8000-000000000000' };

/** The id that a field of this name stands for in an academy; undefined for what is no id. Throws for unknown ids. */
export function idNamed(name: string, furnished: Furnished): unknown {
  if (!/_ids?$/.test(name) || foreignNames.has(name)) return undefined;
  const table = byName[name.replace(/_ids$/, '_id')] ?? tableCalled(name, furnished);
  if (!table) throw new Error(`server/testing/identifiers.ts does not know what ${name} is the id of`);
  return idOf(table, furnished);
}

/** The path with its parameters filled by this academy's ids. Throws, naming the operation, if it does not know one. */
export function pathIn({ path, name }: Operation, furnished: Furnished): string {
  return path.replace(/([^/]+)\/\{(\w+)\}/g, (_, word: string, parameter: string) => {
    const named = parameter === 'id' ? undefined : (byName[parameter] ?? tableCalled(parameter, furnished));
    const table = named ?? byWord[word] ?? tableCalled(word, furnished);
    if (!table)
      throw new Error(`${name}: server/testing/identifiers.ts does not know what ${word}/{${parameter}} is`);
    return `${word}/${String(idOf(table, furnished))}`;
  });
}

/** The same path with ids that no row has. */
export function absentPath({ path }: Operation): string {
  return path.replace(/\{\w+\}/g, String(absent.number));
}

/** `attendance-batches` and `attendance_batch_id` are ids of the table attendance_batch. */
function tableCalled(word: string, { rows }: Furnished): string | undefined {
  const plain = word.replaceAll('-', '_').replace(/_ids?$/, '');
  return [plain, plain.replace(/s$/, ''), plain.replace(/es$/, '')].find((name) => rows.has(name));
}

function idOf(table: string, { rows }: Furnished): unknown {
  const id = rows.get(table)?.id;
  if (id === undefined) throw new Error(`server/testing/furnish.ts made no ${table} with an id`);
  return id;
}
