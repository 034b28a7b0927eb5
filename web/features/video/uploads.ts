import { createStore } from '../../lib/store.ts';
import { Upload, type UploadForm, type UploadView } from '../../lib/upload.ts';
import { browserWorld } from '../../lib/upload-browser.ts';

/** One file on its way into a class session. */
export type UploadEntry = {
  key: number;
  session: number;
  name: string;
  upload: Upload;
  view: UploadView;
};

/** The uploads of this tab; they go on while the user is on other screens. */
export const uploads = createStore<readonly UploadEntry[]>([]);
let keys = 0;

/** More would only share the same line, and the first lesson of many would be ready last. */
const AT_ONCE = 2;
const resting: readonly UploadView['phase'][] = ['done', 'failed', 'cancelled'];
const byName = new Intl.Collator(undefined, { numeric: true });
const isBusy = ({ view }: UploadEntry) => !resting.includes(view.phase);

/** The name of a file as a title. */
export function titleOf(filename: string): string {
  return (
    filename
      .replace(/\.[^.]+$/, '')
      .trim()
      .slice(0, 255) || filename
  );
}

/**
 * Uploads files into a class session, in the order of their names (1강, 2강, 10강), whatever order a drop gives them;
 * `onAccepted` hears of each that became a video.
 */
export function addUploads(
  files: readonly File[],
  session: number,
  onAccepted: (title: string) => void,
): void {
  for (const file of files.toSorted((a, b) => byName.compare(a.name, b.name))) {
    const form: UploadForm = { session, title: titleOf(file.name) };
    const upload = new Upload(browserWorld, file, form);
    keys += 1;
    const key = keys;
    uploads.set([...uploads.get(), { key, session, name: file.name, upload, view: upload.view }]);
    upload.follow(() => settle(key, upload.view, () => onAccepted(form.title)));
  }
  startNext();
  warnBeforeLeaving();
}

/** The server puts videos in the order in which they begin, so one begins when the one before has its place. */
function startNext(): void {
  const views = uploads.get().map(({ view }) => view);
  if (views.some(({ phase, video_id }) => phase === 'preparing' && video_id === undefined)) return;
  if (views.filter(({ phase }) => phase === 'preparing' || phase === 'sending').length >= AT_ONCE) return;
  uploads
    .get()
    .find(({ view }) => view.phase === 'queued')
    ?.upload.start();
}

/** Takes an upload that has ended off the list. */
export function dismissUpload(key: number): void {
  uploads.set(uploads.get().filter((entry) => entry.key !== key));
}

/** A file that was refused stays on the list with its reason; one that became a video is in the other list. */
function settle(key: number, view: UploadView, onAccepted: () => void): void {
  const isAccepted = view.phase === 'done' && view.video?.status !== 'FAILED';
  if (isAccepted) onAccepted();
  if (isAccepted || view.phase === 'cancelled') dismissUpload(key);
  else uploads.set(uploads.get().map((entry) => (entry.key === key ? { ...entry, view } : entry)));
  startNext();
}

let warns = false;

/** Closing the tab would stop what is on its way: the browser asks. */
function warnBeforeLeaving(): void {
  if (warns) return;
  warns = true;
  addEventListener('beforeunload', (event) => {
    if (uploads.get().some(isBusy)) event.preventDefault();
  });
}
