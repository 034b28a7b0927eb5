#!/usr/bin/env node
import { runOmr } from './cli/run.ts';

try {
  process.exitCode = await runOmr(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
