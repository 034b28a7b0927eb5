import { runWords } from '#boot/command-line.ts';
import { readSettings } from '#boot/settings.ts';

try {
  process.exitCode = await runWords(process.argv.slice(2), readSettings, console.log);
} catch (error) {
  console.error(error instanceof Error && !process.env.DEBUG ? error.message : error);
  process.exitCode = 2;
}
