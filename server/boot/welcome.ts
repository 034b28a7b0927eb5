import type { Demo } from '@seodang/contract/auth.ts';

/** What a person sees when everything runs: where to go, where the data is, whom to sign in as. */
export function welcome(address: string, dataDir: string, demo: Demo | undefined): string {
  const lines = ['Seodang is running.', '', `  Open     ${address}`, `  Data     ${dataDir}`];
  if (demo?.academy) {
    const width = Math.max(...demo.accounts.map(({ login }) => login.length));
    lines.push('', `  Demo academy: ${demo.academy.code} (${demo.academy.name})`);
    for (const { role, name, login, password } of demo.accounts) {
      lines.push(`    ${login.padEnd(width)}  ${password}  ${role}, ${name}`);
    }
  }
  lines.push('', '  Stop     Ctrl-C');
  return `\n${lines.join('\n')}\n`;
}
