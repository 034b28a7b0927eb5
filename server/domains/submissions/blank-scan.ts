import type { BlankScan } from '@seodang/contract/omr-grading.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Address } from '#domains/jobs/index.ts';

const URL_SECONDS = 3600;

/** What a runner needs to read a sheet of another design beside; null for those that are drawn here. */
export async function blankOf(
  storage: Storage,
  { blank_key, name_box }: { blank_key: string | null; name_box: unknown },
  address: Address,
): Promise<BlankScan | null> {
  if (blank_key === null) return null;
  const blank = await storage.head(blank_key);
  if (!blank) throw new Error(`${blank_key} is gone`);
  const url = address(await storage.signedGet(blank_key, URL_SECONDS));
  return { url, bytes: blank.size, name_box: name_box as BlankScan['name_box'] };
}
