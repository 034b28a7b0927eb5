import type { FastifyInstance } from 'fastify';

type Listener = Pick<FastifyInstance, 'listen' | 'server'>;

const usual = 3000;
const tries = 100;

/** Listens on the port of the settings, or on the first free one from 3000 on; returns that port. */
export async function listen(app: Listener, host: string, port: number | undefined): Promise<number> {
  for (let next = port ?? usual; ; next++) {
    try {
      await app.listen({ host, port: next });
      return portOf(app);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken) throw error;
      if (port !== undefined) throw new Error(`Port ${port} is taken. Choose another: PORT=… npm start`);
      if (next === usual + tries) throw new Error(`Ports ${usual} to ${next} are all taken; set PORT.`);
    }
  }
}

function portOf(app: Listener): number {
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Where people on this machine, and programs on it, reach a server that listens on `host`. */
export function addressesOf(host: string, port: number): { people: string; programs: string } {
  const everywhere = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host];
  const loopback = everywhere ?? (host === '127.0.0.1' ? host : undefined);
  return {
    people: `http://${loopback ? 'localhost' : host}:${port}`,
    programs: `http://${loopback ?? host}:${port}`,
  };
}
