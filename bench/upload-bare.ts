import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The least that Node can do: what is put comes to the disk, in a file a request, and nothing is asked. */
const [folder = ''] = process.argv.slice(2);
const server = createServer((request, response) => {
  const file = createWriteStream(join(folder, request.url ?? ''), { flush: true });
  void pipeline(request, file).then(() => response.end());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('disconnect', () => process.exit(0));
