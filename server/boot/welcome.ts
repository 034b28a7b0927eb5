/** Somebody who can sign in to the demo academy. */
export type DemoAccount = { who: string; login: string; password: string };
export type Demo = { academy: string; accounts: readonly DemoAccount[] };

/** What a person sees when everything runs: where to go, where the data is, whom to sign in as. */
export function welcome(address: string, dataDir: string, demo: Demo | undefined): string {
  const lines = ['Seodang is running.', '', `  Open     ${address}`, `  Data     ${dataDir}`];
  if (demo) {
    const width = Math.max(...demo.accounts.map(({ login }) => login.length));
    lines.push('', `  Demo academy "${demo.academy}":`);
    for (const { who, login, password } of demo.accounts) {
      lines.push(`    ${login.padEnd(width)}  ${password}  ${who}`);
    }
  }
  lines.push('', '  Stop     Ctrl-C');
  return `\n${lines.join('\n')}\n`;
}
