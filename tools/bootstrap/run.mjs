import { spawn } from 'node:child_process';
import { once } from 'node:events';

// Of what npm hands to its scripts, an inner npm may know where and how to download, and nothing of the outer one.
const download = /^npm_config_(registry|cache|.*proxy|ca|cafile|strict_ssl|userconfig|.*auth.*)$/i;

export const plainEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || download.test(name)),
);

/** Runs a program to its end, quietly; resolves to its exit code and everything it said. */
export async function run(command, args, cwd) {
  const child = spawn(command, args, { cwd, env: plainEnv, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await Promise.race([
    once(child, 'close'),
    once(child, 'error').then(([error]) => Promise.reject(error)),
  ]);
  return { code, output };
}
