import { outputUrls } from '@seodang/contract/jobs.ts';
import { JobFailure } from './failure.ts';
import type { Call, Job } from './server.ts';

/** `body` in pieces is sent piece by piece, never joined in memory. */
export type OutputFile = { name: string; content_type: string; body: Uint8Array | readonly Uint8Array[] };
export type Target = { url: string; method: 'PUT'; headers: Record<string, string> };

const batch = 50;

export type Addresses = {
  /** Where to put a file; asks for those that wait behind it in the same request. */
  of(file: OutputFile, behind: OutputFile[]): Promise<Target>;
  forget(file: OutputFile): void;
};

/** The signed addresses of a job's outputs, asked for in batches, one request at a time. */
export function openAddresses(call: Call, job: Job, signal: AbortSignal): Addresses {
  const known = new WeakMap<OutputFile, Target>();
  let asking: Promise<void> = Promise.resolve();

  async function ask(files: OutputFile[]): Promise<void> {
    const wanted = files.map(({ name, content_type }) => ({ name, content_type }));
    const body = { lease_token: job.lease_token, files: wanted };
    const { outputs } = await call(outputUrls, { params: { id: job.id }, body }, { signal });
    const byName = new Map(outputs.map((target) => [target.name, target]));
    for (const file of files) {
      const target = byName.get(file.name);
      if (target) known.set(file, target);
    }
  }

  return {
    async of(file, behind) {
      const unknown = () => [file, ...behind].filter((one) => !known.has(one)).slice(0, batch);
      const asked = asking.then(() => (known.has(file) ? undefined : ask(unknown())));
      asking = asked.catch(() => undefined);
      await asked;
      const target = known.get(file);
      if (!target) throw new JobFailure('internal', { technical: `no address for ${file.name}` });
      return target;
    },
    forget: (file) => void known.delete(file),
  };
}
