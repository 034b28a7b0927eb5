import { send } from './api.ts';

/** Fetches a file from the API and gives it to the browser's downloads, under the name that the server says. */
export async function download(url: string, otherwise: string): Promise<void> {
  const reply = await send(url, {});
  if (!reply.ok) throw new Error('the file could not be fetched');
  const name = /filename="([^"]+)"/.exec(reply.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await reply.blob());
  link.download = name ?? otherwise;
  link.click();
  URL.revokeObjectURL(link.href);
}
