import { ConfigSchema } from '../../server/core/config.ts';

type Setting = {
  description?: string | undefined;
  safeParse: (value: unknown) => { success: boolean; data?: unknown };
};

/** `.env.example`: every setting with what it is for and, where it has one, its default. */
export function envExample(): string {
  const settings = Object.entries<Setting>(ConfigSchema.shape).map(([name, setting]) => {
    const { data } = setting.safeParse(undefined);
    const value = data === undefined ? '' : String(data);
    return `# ${setting.description ?? ''}\n# ${name}=${value}`;
  });
  const head =
    '# Settings of the server, from the environment or from a file `.env` here. All have defaults that work.';
  return `${[head, ...settings].join('\n\n')}\n`;
}
