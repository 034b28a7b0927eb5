import * as jobs from '@seodang/contract/jobs.ts';
import { z } from 'zod';
import { readConfig } from '../server/core/config.ts';
import { openDb } from '../server/core/db.ts';
import { openHttp } from '../server/core/http.ts';
import { LiveFeed } from '../server/core/live.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { openStorage } from '../server/core/storage/open.ts';
import { defineJobKind } from '../server/domains/jobs/index.ts';
import { JobKinds, jobRoutes, openClaims } from '../server/domains/jobs/wiring.ts';
import { permissions } from '../server/permissions.ts';

/** The jobs of the product behind its real HTTP server, with a kind of job that needs nothing else. */
const [databaseUrl = ''] = process.argv.slice(2);
const config = readConfig();
const secrets = readSecrets(config);
const clock = () => new Date();
const db = openDb(databaseUrl, 10);
const storage = openStorage(config, secrets, clock);
const nothing = async () => {};
const kind = defineJobKind({
  kind: 'bench.work',
  privatePayload: z.object({}),
  result: z.object({}),
  payload: async () => ({}),
  outputPrefix: ({ id, fence }) => `bench/${id}-${fence}/`,
  filesOf: () => [],
  onDone: nothing,
  onFailed: nothing,
});

const names = Object.values(jobs).flatMap((one) =>
  'schema' in one && 'operationId' in one.schema ? [one.schema.operationId] : [],
);
const rules = Object.fromEntries(names.map((name) => [name, permissions.rules[name] ?? 'runner']));
const platform = { config, secrets, db, live: new LiveFeed(databaseUrl), storage, clock };
const app = await openHttp(
  platform,
  {
    permissions: { ...permissions, rules },
    authenticate: async () => undefined,
  },
  async (api) =>
    jobRoutes(api, { db, kinds: new JobKinds([kind]), storage, clock, claims: openClaims({ db, clock }) }),
);
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ address, token: secrets.worker });
process.on('disconnect', () => process.exit(0));
