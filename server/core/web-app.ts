import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import helmet from 'helmet';
import type { Config } from '#core/config.ts';
import type { App } from '#core/http.ts';
import { sendProblem } from '#core/http-errors.ts';

const dist = join(import.meta.dirname, '..', '..', 'web', 'dist');
const notPages = /^\/(api|media|assets)(\/|$)/;
const reference = '/api/docs';
const answers = '/api/v1/';

/**
 * The built web app at every address that is not the API's, and the headers that keep a browser from running
 * anything else on this origin.
 */
export async function serveWebApp(app: App, config: Config, folder = dist): Promise<void> {
  const [usual, ofReference, ofAnswers] = secureHeaders(config);
  app.addHook('onRequest', ({ url }, reply, done) => {
    if (url.startsWith(answers)) reply.headers(ofAnswers);
    else reply.headers(url.startsWith(reference) ? ofReference : usual);
    done();
  });
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt)
    await app.register(files, {
      root: folder,
      preCompressed: true,
      setHeaders,
    });
  app.setNotFoundHandler((request, reply) =>
    isBuilt && isPage(request)
      ? reply.type('text/html').sendFile('index.html')
      : sendProblem(request, reply, 'not_found'),
  );
}

/** Vite names assets by their content: they never change. Everything else is asked for again. */
function setHeaders(reply: { header(name: string, value: string): unknown }, path: string): void {
  const isAsset = path.includes(`${join('dist', 'assets')}`);
  reply.header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  return (
    ['GET', 'HEAD'].includes(method) && !notPages.test(url) && (headers.accept ?? '').includes('text/html')
  );
}

/** What helmet sets, asked once: made anew for each request it was an eighth of what a heartbeat costs. */
function secureHeaders({ PUBLIC_URL, S3_ENDPOINT, CDN_HLS_BASE_URL }: Config) {
  const own = "'self'";
  const storages = [S3_ENDPOINT, CDN_HLS_BASE_URL].flatMap((url) => (url ? [new URL(url).origin] : []));
  const headers: Record<string, string> = {};
  const collector = {
    setHeader: (name: string, value: string) => Object.assign(headers, { [name.toLowerCase()]: value }),
    removeHeader() {},
  };
  helmet({
    hsts: PUBLIC_URL?.startsWith('https:') ?? false,
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: [own],
        scriptSrc: [own],
        // Mantine writes its variables and sizes as style attributes.
        styleSrc: [own, "'unsafe-inline'"],
        imgSrc: [own, 'data:', 'blob:', ...storages],
        mediaSrc: [own, 'blob:', ...storages],
        connectSrc: [own, ...storages],
        workerSrc: [own, 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: [own],
        frameAncestors: ["'none'"],
      },
    },
  })({} as IncomingMessage, collector as unknown as ServerResponse, () => {});
  // The reference page is made by its package, with a script inside the page.
  const policy = `default-src ${own} data: blob: 'unsafe-inline'; frame-ancestors 'none'`;
  return [headers, { ...headers, 'content-security-policy': policy }, headersOfAnswers(headers)] as const;
}

/** What is no page may load, run and be framed nowhere; the headers that only concern pages took 4 µs. */
function headersOfAnswers(usual: Readonly<Record<string, string>>): Record<string, string> {
  const kept = [
    'x-content-type-options',
    'cross-origin-resource-policy',
    'referrer-policy',
    'strict-transport-security',
  ];
  return {
    ...Object.fromEntries(kept.flatMap((name) => (usual[name] ? [[name, usual[name]]] : []))),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
}
