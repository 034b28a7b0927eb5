import { extname } from 'node:path';

const SEGMENT = '[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}';
const KEY = new RegExp(`^${SEGMENT}(/${SEGMENT})*$`);
const PREFIX = new RegExp(`^(${SEGMENT}/)+$`);
const MAX_KEY_LENGTH = 500;

/** Keys stay inside the storage on every file system: no dot segments, no empty ones, nothing to be escaped. */
export function isKey(text: string): boolean {
  return text.length <= MAX_KEY_LENGTH && KEY.test(text);
}

export function mustBeKey(key: string): void {
  if (!isKey(key)) throw new Error(`not a key of the storage: ${JSON.stringify(key.slice(0, 600))}`);
}

export function mustBePrefix(prefix: string): void {
  if (prefix.length > MAX_KEY_LENGTH || !PREFIX.test(prefix))
    throw new Error(`not a folder of the storage: ${JSON.stringify(prefix.slice(0, 600))}`);
}

const contentTypes: Readonly<Record<string, string>> = {
  '.3gp': 'video/3gpp',
  '.avi': 'video/x-msvideo',
  '.csv': 'text/csv; charset=utf-8',
  '.flv': 'video/x-flv',
  '.gz': 'application/gzip',
  '.heic': 'image/heic',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.m2ts': 'video/mp2t',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4a': 'audio/mp4',
  '.m4s': 'video/iso.segment',
  '.m4v': 'video/mp4',
  '.mkv': 'video/x-matroska',
  '.mov': 'video/quicktime',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.mpeg': 'video/mpeg',
  '.mpg': 'video/mpeg',
  '.mts': 'video/mp2t',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.ts': 'video/mp2t',
  '.txt': 'text/plain; charset=utf-8',
  '.vtt': 'text/vtt; charset=utf-8',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.wmv': 'video/x-ms-wmv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.zip': 'application/zip',
};

/** What a key's extension says; nothing that a browser would run (no HTML, SVG or script). */
export function contentTypeOf(key: string): string {
  return contentTypes[extname(key).toLowerCase()] ?? 'application/octet-stream';
}
