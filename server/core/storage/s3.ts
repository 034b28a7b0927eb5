import { contentTypeOf, mustBeKey } from './keys.ts';
import { type S3Options, signedUrl } from './s3-client.ts';
import { headObject, listObjects, openObject, removeBelow, removeObject } from './s3-objects.ts';
import * as uploads from './s3-uploads.ts';
import type { Storage } from './storage.ts';

/** A bucket of anything that speaks S3, addressed by path; runners and browsers reach it at the same endpoint. */
export function openS3(options: S3Options): Storage {
  return {
    put: (key, body) => uploads.putBody(options, key, body),
    get: (key, range) => openObject(options, key, range),
    head: (key) => headObject(options, key),
    delete: (key) => removeObject(options, key),
    deletePrefix: (prefix) => removeBelow(options, prefix),
    list: (prefix, cursor) => listObjects(options, prefix, cursor),
    async signedGet(key, seconds) {
      mustBeKey(key);
      const query = { 'response-content-disposition': 'attachment' };
      return signedUrl(options, { method: 'GET', key, query }, seconds);
    },
    async signedPut(key, seconds) {
      mustBeKey(key);
      const headers = { 'content-type': contentTypeOf(key) };
      return {
        method: 'PUT',
        headers,
        url: await signedUrl(options, { method: 'PUT', key, headers }, seconds),
      };
    },
    createUpload: (key) => uploads.createUpload(options, key),
    async signedPart(key, uploadId, partNumber, seconds) {
      mustBeKey(key);
      const query = { uploadId, partNumber: String(partNumber) };
      return {
        method: 'PUT',
        headers: {},
        url: await signedUrl(options, { method: 'PUT', key, query }, seconds),
      };
    },
    listParts: (key, uploadId) => uploads.listParts(options, key, uploadId),
    completeUpload: (key, uploadId, parts) => uploads.completeUpload(options, key, uploadId, parts),
    abortUpload: (key, uploadId) => uploads.abortUpload(options, key, uploadId),
    removeAbandoned: (before) => uploads.removeAbandoned(options, before),
    freeBytes: async () => undefined,
  };
}
