import { ApiProblem } from '@seodang/contract/call.ts';
import {
  completeFileUpload,
  fileUploadUrls,
  getFileUpload,
  startFileUpload,
} from '@seodang/contract/homework-film.ts';
import { partsLeft, sendParts } from '../../lib/upload-parts.ts';
import type { World } from '../../lib/upload-world.ts';
import type { ParcelFile } from './parcel-store.ts';
import { Postponed, type Told } from './post-told.ts';

/** Troubles one after the other with the network up, until others have their turn. */
const PATIENCE = 5;

type Known = { id: number; part_size: number; arrived: number[] };

/** Sends a video in parts, on from where it broke off; returns its key. `keep` writes down what has begun. */
export async function sendVideo(
  world: World,
  file: ParcelFile,
  keep: () => Promise<unknown>,
  told: Told,
): Promise<string> {
  const known = (await takeUp(world, file)) ?? (await begin(world, file, keep));
  if ('file_key' in known) return known.file_key;
  const { id, part_size, arrived } = known;
  const sent = new Map(arrived.map((number) => [number, part_size]));
  const own = new AbortController();
  const signal = AbortSignal.any([told.signal, own.signal]);
  let troubles = 0;
  const params = { id };
  await sendParts(
    {
      ...{ world, file: file.blob, plan: { part_size }, signal },
      addresses: async (part_numbers) =>
        (await world.call(fileUploadUrls, { params, body: { part_numbers } })).parts,
      onSent: (number, bytes) => {
        sent.set(number, bytes);
        told.onSent([...sent.values()].reduce((sum, one) => sum + one, 0));
      },
      onTrouble: (code) => {
        told.onTrouble(code);
        if (code !== 'offline') troubles += 1;
        if (code === 'storage_full' || troubles >= PATIENCE) own.abort(new Postponed(code));
      },
      onCalm: () => {
        troubles = 0;
        told.onTrouble(undefined);
      },
    },
    partsLeft(file.blob, part_size, arrived),
  );
  return (await world.call(completeFileUpload, { params })).file_key;
}

/** What the server has of it; the whole file when the answer to that was lost; undefined when it knows of none. */
async function takeUp(
  world: World,
  { upload_id }: ParcelFile,
): Promise<Known | { file_key: string } | undefined> {
  if (upload_id === undefined) return undefined;
  const params = { id: upload_id };
  try {
    const { upload, parts } = await world.call(getFileUpload, { params });
    const arrived = parts.map(({ part_number }) => part_number);
    return { id: upload_id, part_size: upload.part_size, arrived };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.status !== 404) throw error;
  }
  try {
    return await world.call(completeFileUpload, { params });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.status !== 404) throw error;
    return undefined;
  }
}

async function begin(world: World, file: ParcelFile, keep: () => Promise<unknown>): Promise<Known> {
  const body = { filename: file.name, size: file.blob.size };
  const { id, upload } = await world.call(startFileUpload, { body });
  file.upload_id = id;
  await keep();
  return { id, part_size: upload.part_size, arrived: [] };
}
