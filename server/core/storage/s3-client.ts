import { setTimeout } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { Refusal, refuse } from '#core/problem.ts';

export type S3Options = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly clock?: () => Date;
  /** Before the first of the repeats; doubles each time. */
  readonly retry_ms?: number;
};

type Call = {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  key?: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array<ArrayBuffer>;
};

const TRIES = 5;
const RETRY_MS = 200;
const signers = new Map<string, ArrayBuffer>();

/** What the storage refused, with its own code, e.g. NoSuchUpload. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`the storage answered ${status} ${code}`);
    this.name = 'S3Error';
    this.status = status;
    this.code = code;
  }
}

function signerOf(options: S3Options, call: Call, extra: { signQuery?: boolean } = {}): AwsV4Signer {
  const url = new URL(
    `${options.endpoint.replace(/\/$/, '')}/${options.bucket}${call.key ? `/${call.key}` : ''}`,
  );
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  return new AwsV4Signer({
    method: call.method,
    url: url.href,
    headers: call.headers ?? {},
    accessKeyId: options.access_key_id,
    secretAccessKey: options.secret_access_key,
    service: 's3',
    region: options.region,
    cache: signers,
    datetime: (options.clock?.() ?? new Date()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    ...extra,
    // Headers of a signed address bind whoever uses it; aws4fetch leaves the content type out otherwise.
    allHeaders: extra.signQuery === true,
  });
}

/** An address for exactly this request, with its headers. */
export async function signedUrl(options: S3Options, call: Call, seconds: number): Promise<string> {
  const query = { ...call.query, 'X-Amz-Expires': String(seconds) };
  const { url } = await signerOf(options, { ...call, query }, { signQuery: true }).sign();
  return url.href;
}

/** Sends a request, again after a pause while the storage is busy or away; throws S3Error for what it refuses. */
export async function send(options: S3Options, call: Call): Promise<Response> {
  for (let tried = 1; ; tried += 1) {
    const reply = await attempt(options, call);
    if (reply?.ok) return reply;
    const isPassing = !reply || (reply.status >= 500 && reply.status !== 507) || reply.status === 429;
    if (!isPassing) throw await errorOf(reply);
    await reply?.body?.cancel();
    if (tried === TRIES) refuse('unavailable');
    await setTimeout((options.retry_ms ?? RETRY_MS) * 2 ** (tried - 1) * (0.5 + Math.random()));
  }
}

/** Undefined when the connection failed. */
async function attempt(options: S3Options, call: Call): Promise<Response | undefined> {
  const { url, headers } = await signerOf(options, call).sign();
  try {
    return await fetch(url, { method: call.method, headers, ...(call.body ? { body: call.body } : {}) });
  } catch {
    return undefined;
  }
}

async function errorOf(reply: Response): Promise<Error> {
  const text = await reply.text();
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? '';
  const isFull = reply.status === 507 || /Full|InsufficientStorage|QuotaExceeded/.test(code);
  return isFull ? new Refusal('storage_full') : new S3Error(reply.status, code);
}

/** The reply, or undefined when what was asked for is not there. */
export async function ifFound(reply: Promise<Response>): Promise<Response | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof S3Error && error.status === 404) return undefined;
    throw error;
  }
}

/** The texts of all elements of one name. */
export function textsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(([, text = '']) => plain(text));
}

export function textOf(xml: string, name: string): string {
  return textsOf(xml, name)[0] ?? '';
}

/** Only the escapes that ETags have; our keys need none. */
function plain(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#34;', '"');
}
