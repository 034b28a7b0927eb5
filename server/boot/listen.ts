import type { App } from '#core/http.ts';

const usual = 3000;
const tries = 100;

/** Listens on the port of the settings, or on the first free one from 3000 on; returns the address for people. */
export async function listen(app: App, host: string, port: number | undefined): Promise<string> {
  for (let next = port ?? usual; ; next++) {
    try {
      await app.listen({ host, port: next });
      return addressOf(app, host);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken) throw error;
      if (port !== undefined) throw new Error(`Port ${port} is taken. Choose another: PORT=… npm start`);
      if (next === usual + tries) throw new Error(`Ports ${usual} to ${next} are all taken; set PORT.`);
    }
  }
}

function addressOf(app: App, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const reachable = ['0.0.0.0', '::', '127.0.0.1'].includes(host) ? 'localhost' : host;
  return `http://${reachable}:${port}`;
}
