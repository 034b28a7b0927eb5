import type { Config } from '#core/config.ts';
import type { Db } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { Secrets } from '#core/secrets.ts';
import { findOutputKey } from './delivery.queries.ts';
import { type MediaPath, parseMediaPath, type SigningKeys, signFile, signPrefix } from './delivery.rules.ts';

/** Behind it comes the token, behind the token the storage path. */
export const TOKEN_PATH = '/hls/t/';

/** A poster's address stays the same for so long, so that browsers keep the picture. */
const FILE_SECONDS = 6 * 3600;

/** Where the files of an output lie in the storage; empty where there is none. */
export type OutputPaths = { hls_path: string; poster_path: string; storyboard_path: string };
export type PlayUrls = { play_url: string; poster_url: string | null; storyboard_url: string | null };

/** How the files of outputs are reached: signed addresses at the CDN, or at this server itself. */
export type Delivery = {
  readonly keys: SigningKeys;
  /** Opens a video's whole output to one viewer until `expiresAt` (unix seconds). */
  readonly playUrls: (output: OutputPaths, sid: string, expiresAt: number) => PlayUrls;
  /** One file, for one user, for some hours; null where there is no file. */
  readonly file: (path: string, user_id: number | undefined, now: Date) => string | null;
};

export function openDelivery(config: Config, { hls }: Pick<Secrets, 'hls'>): Delivery {
  const base = (config.CDN_HLS_BASE_URL ?? '').replace(/\/+$/, '');
  const keys = signingKeys(config, hls);
  return {
    keys,
    playUrls({ hls_path, poster_path, storyboard_path }, sid, expiresAt) {
      const opened = (path: string) => {
        const { prefix } = mustBeMedia(`/${path}`);
        return `${base}${TOKEN_PATH}${signPrefix(keys, prefix, sid, expiresAt)}/${path}`;
      };
      return {
        play_url: opened(hls_path),
        poster_url: poster_path ? opened(poster_path) : null,
        storyboard_url: storyboard_path ? opened(storyboard_path) : null,
      };
    },
    file(path, user_id, now) {
      if (path === '') return null;
      mustBeMedia(`/${path}`);
      return `${base}/${path}?${signFile(keys, `/${path}`, user_id, roundedExpiry(now))}`;
    },
  };
}

/** The key before the current one stays valid while addresses signed with it are still about. */
function signingKeys(config: Config, secret: string): SigningKeys {
  const { CDN_HLS_SIGNING_KEY_ID, CDN_HLS_PREVIOUS_KEY_ID, CDN_HLS_PREVIOUS_SECRET } = config;
  const current = { id: CDN_HLS_SIGNING_KEY_ID, secret };
  if (!CDN_HLS_PREVIOUS_KEY_ID || !CDN_HLS_PREVIOUS_SECRET) return [current];
  return [current, { id: CDN_HLS_PREVIOUS_KEY_ID, secret: CDN_HLS_PREVIOUS_SECRET }];
}

/** Paths are made by ourselves from ids; another one in the database is a bug, and never signed. */
function mustBeMedia(path: string): MediaPath {
  const media = parseMediaPath(path);
  if (!media) throw new Error(`not the path of an output: ${path}`);
  return media;
}

function roundedExpiry(now: Date): number {
  return (Math.floor(now.getTime() / 1000 / FILE_SECONDS) + 2) * FILE_SECONDS;
}

/** What the playlists of an output name its key; the storage has no such file. */
const KEY_FILE = /(^|\/)enc\.key$/;

/** The key, if this is its address: only for a live playback of that video, and for staff still signed in. */
export async function findKey(db: Db, media: MediaPath, sid: string, now: Date): Promise<Buffer | undefined> {
  if (!KEY_FILE.test(media.file)) return undefined;
  return (await findOutputKey(db, media, sid, now)) ?? refuse('session_inactive');
}
