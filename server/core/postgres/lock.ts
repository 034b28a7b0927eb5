import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Makes this process the only one that runs the database of `folder`, until `release()` or its death.
 * The lock is a name that the kernel holds for a process (an abstract socket), so a killed process leaves
 * no stale lock. Throws a sentence with the holder's process id when somebody has it.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const { dev, ino } = await stat(folder);
  const name = `\0seodang-${dev}-${ino}`;
  const server = createServer((socket) => socket.on('error', () => {}).end(String(process.pid)));
  for (;;) {
    if (await listened(server, name)) break;
    const holder = await text(connect(name)).catch(() => undefined);
    if (holder) {
      throw new Error(
        `${folder} is in use by another Seodang (process ${holder}). Stop that one first, or choose another DATA_DIR.`,
      );
    }
  }
  server.unref();
  return { release: () => closed(server) };
}

async function listened(server: Server, name: string): Promise<boolean> {
  server.listen(name);
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  return promise;
}
