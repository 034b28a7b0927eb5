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

const resting: readonly UploadView['phase'][] = ['done', 'failed', 'cancelled'];
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

/** Starts to upload files into a class session; `onAccepted` hears of each that became a video. */
export function addUploads(
  files: readonly File[],
  session: number,
  onAccepted: (title: string) => void,
): void {
  for (const file of files) {
    const form: UploadForm = { session, title: titleOf(file.name) };
    const upload = new Upload(browserWorld, file, form);
    keys += 1;
    const key = keys;
    uploads.set([...uploads.get(), { key, session, name: file.name, upload, view: upload.view }]);
    upload.follow(() => settle(key, upload.view, () => onAccepted(form.title)));
    upload.start();
  }
  warnBeforeLeaving();
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
