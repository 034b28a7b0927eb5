import type { Input, Output } from '@seodang/contract/call.ts';
import type { Route } from '@seodang/contract/route.ts';
import { getVideo } from '@seodang/contract/video.ts';
import * as api from '@seodang/contract/video-replacement.ts';
import {
  cancelUpload,
  completeUpload,
  getUpload,
  initUpload,
  uploadPartUrls,
} from '@seodang/contract/video-upload.ts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { createStore } from '../../lib/store.ts';
import { Upload } from '../../lib/upload.ts';
import { browserWorld } from '../../lib/upload-browser.ts';
import type { World } from '../../lib/upload-world.ts';

/** The sources that this tab sends in place of others, by video; they go on while the user is on other screens. */
export const replacements = createStore<ReadonlyMap<number, Upload>>(new Map());

export function startReplacement(id: number, file: File, onChange: () => void): void {
  const upload = new Upload(worldOf(browserWorld, id), file, { session: -id, title: file.name });
  const show = () => replacements.set(new Map([...replacements.get(), [id, upload]]));
  upload.follow(() => {
    show();
    if (['done', 'failed', 'cancelled'].includes(upload.view.phase)) onChange();
  });
  show();
  upload.start();
}

export function forgetReplacement(id: number): void {
  replacements.set(new Map([...replacements.get()].filter(([other]) => other !== id)));
}

/** What an upload asks for a new video, asked for another source of this one instead. */
function worldOf(world: World, id: number): World {
  const params = { id };
  async function ask(route: Route, input: unknown, init?: RequestInit): Promise<unknown> {
    if (route === initUpload) {
      const { filename, size } = (input as Input<typeof initUpload>).body;
      const { upload } = await world.call(api.beginReplacement, { params, body: { filename, size } }, init);
      return { video: { id }, upload };
    }
    if (route === getUpload) return world.call(api.getReplacementUpload, { params }, init);
    if (route === completeUpload) return world.call(api.completeReplacement, { params }, init);
    if (route === cancelUpload) return world.call(api.cancelReplacement, { params }, init);
    if (route === uploadPartUrls) {
      const { body } = input as Input<typeof uploadPartUrls>;
      return world.call(api.replacementPartUrls, { params, body }, init);
    }
    if (route === getVideo) return (await world.call(api.getReplacement, { params }, init)).replacement;
    throw new Error(`an upload asks for ${route.url}`);
  }
  return { ...world, call: ask as World['call'] };
}

export type Replacement = NonNullable<Output<typeof api.getReplacement>['replacement']>;

export const replacementQuery = (id: number) =>
  queryOptions({
    queryKey: ['videos', 'replacement', id],
    queryFn: () => call(api.getReplacement, { params: { id } }),
    meta: { alsoOn: ['video.transcode'] },
  });

export const cancelReplacementMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: () => call(api.cancelReplacement, { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['videos', 'replacement', id] }),
  });
