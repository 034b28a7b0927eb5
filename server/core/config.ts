import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
/** It stands inside signed addresses. */
const KeyId = z.string().regex(/^[A-Za-z0-9_-]{1,16}$/, 'up to 16 letters, digits, _ or -');

/** Every setting that the environment may give. `.env.example` is generated from here. */
export const ConfigSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses demo data and generated secrets'),
  ROLE: z.enum(['all', 'api', 'tasks', 'runner']).default('all').describe('Which part this process is'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65535).optional().describe('Default 3000, or the next free one'),
  DATA_DIR: z.string().default('.data').describe('Where the embedded database, files and secrets live'),
  PUBLIC_URL: z.url().optional().describe('Address that people and runners use; default http://HOST:PORT'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe('How long to go on serving after SIGTERM, while /readyz says 503; behind a load balancer 10'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('warn')
    .describe('Of the log on stderr'),
  TRUST_PROXY: flag.default(false).describe('true behind a proxy that sets X-Forwarded-For'),

  DATABASE_URL: z.string().optional().describe('Owner of a PostgreSQL >= 15 of your own; default: embedded'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10).describe('Connections per process'),
  REDIS_URL: z
    .string()
    .optional()
    .describe('Redis or Valkey, for many nodes; a cluster as redis-cluster://host:port,host:port'),

  S3_ENDPOINT: z.url().optional().describe('S3-compatible storage; default: files below DATA_DIR'),
  S3_BUCKET: z.string().default('seodang').describe('Bucket for everything'),
  S3_REGION: z.string().default('us-east-1').describe('Region to sign for'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Access key'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Secret key'),

  APP_SECRET: z.string().min(32).optional().describe('Signs tokens; default: generated below DATA_DIR'),
  INTERNAL_WORKER_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Shared with runners; default: from APP_SECRET'),
  CDN_HLS_BASE_URL: z.url().optional().describe('Where HLS is fetched from; default: this server'),
  CDN_HLS_SIGNING_SECRET: z.string().min(16).optional().describe('Signs HLS; default: from APP_SECRET'),
  CDN_HLS_SIGNING_KEY_ID: KeyId.default('v1').describe('Id of the current signing key'),
  CDN_HLS_PREVIOUS_KEY_ID: KeyId.optional().describe('Id of the key before, while it is valid'),
  CDN_HLS_PREVIOUS_SECRET: z.string().min(16).optional().describe('The key before, while it is valid'),

  REMOVED_FILES_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('How long a removed video can be put back; then its files are deleted'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Sends e-mail: smtps://user:password@mail.example:465; then academies may choose it'),
  MAIL_FROM: z.string().default('Seodang <no-reply@localhost>').describe('Sender of e-mail'),
  MESSAGE_GATEWAY_URL: z
    .url()
    .optional()
    .describe('Is sent a POST for each Alimtalk or SMS; then academies may choose it'),
  MESSAGE_GATEWAY_KEY: z.string().min(8).optional().describe('Bearer token for it'),
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:|https:)/, 'mailto:… or https://…')
    .optional()
    .describe('Whom push services may write to; switches messages in browsers on'),
  ACADEMY_SIGN_UP: z
    .enum(['open', 'closed'])
    .default('open')
    .describe('Whether strangers may open an academy'),
  DEMO: flag.default(true).describe('Make the demo academy on first start; must be false in production'),
  RUNNER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(0)
    .max(16)
    .default(1)
    .describe('Jobs at once in our runner'),
  CAPACITY_COMMAND: z
    .string()
    .optional()
    .describe('Run by sh each minute while jobs wait, e.g. to start a machine with a runner'),
  CAPACITY_WEBHOOK_URL: z.url().optional().describe('Is sent a POST each minute while jobs wait'),
  CAPACITY_WEBHOOK_SECRET: z.string().min(16).optional().describe('Signs what is sent there'),
  STUDY_INGEST_ENABLED: flag
    .default(false)
    .describe('Whether viewers other than our own app may send finished study sessions'),
  VIEWER_SYNC_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Shared by such viewers; without it each needs the token of a device'),
  EARLY_FROM_SECONDS: z.coerce
    .number()
    .min(0)
    .default(120)
    .describe('From this length on, the first rendition of a lecture is shown before the others are made'),
});

export type Config = Readonly<z.infer<typeof ConfigSchema>>;

/** The settings in the environment; throws one sentence per setting that is wrong. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = ConfigSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are wrong:\n${lines.join('\n')}`);
  }
  if (parsed.data.NODE_ENV === 'production') mustBeFitForProduction(parsed.data);
  return parsed.data;
}

function mustBeFitForProduction(config: Config): void {
  const secrets = ['APP_SECRET', 'CDN_HLS_SIGNING_SECRET', 'INTERNAL_WORKER_TOKEN'] as const;
  const wrong = secrets.filter((name) => !config[name]).map((name) => `${name} must be set`);
  if (config.DEMO) wrong.push('DEMO must be false');
  if (wrong.length > 0) throw new Error(`Not fit for NODE_ENV=production: ${wrong.join(', ')}.`);
}

/** What another program of ours needs of its surroundings, and none of the server's settings and secrets. */
export function surroundings(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'MEDIA_ENGINE', 'WORKER_ID'];
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}
