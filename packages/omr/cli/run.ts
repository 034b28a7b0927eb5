import { benchCommand } from './bench.ts';
import { corpusCommand } from './corpus.ts';
import { drawCommand } from './draw.ts';
import { readCommand } from './read.ts';

export type Print = (line: string) => void;

const help = `omr draws answer sheets and reads them from scans and photos.

omr draw --layout FILE --out FILE.pdf [--sheet-out FILE] [--students FILE] [--exam N] [--sheet N]
    Lays an answer sheet out and draws it as a PDF.
    --layout     JSON: {"title": "...", "questions": [{"number": 1, "choices": 5}, {"number": 2, "kind": "numeric"}],
                 "paper": "A4", "number_digits": 8}
    --sheet-out  where the geometry goes that 'omr read' wants
    --students   JSON: [{"name": "...", "number": "...", "enrollment": 7}]; one copy for each

omr read --sheet FILE [--blank IMAGE] [--roster FILE] [--stats] FILE...
    Reads images and PDFs; prints a line of JSON for each page.
    --sheet      the geometry (one sheet or the list of its pages)
    --blank      an image of an empty sheet, for sheets of somebody else's design
    --roster     JSON: [{"number": "20260012", "enrollment": 7}]
    --stats      what it took, at the end on a line of its own

omr corpus --out FOLDER [--source scan|photo|foreign] [--count N] [--from N] [--seed N]
    Draws, marks and degrades sheets, with what was meant in truth.json.

omr bench [--source scan|photo|foreign] [--count N] [--from N] [--seed N]
    Makes sheets as 'corpus' does, reads them and prints what came of it.
`;

const commands: Record<string, (args: string[], print: Print) => Promise<number>> = {
  draw: drawCommand,
  read: readCommand,
  corpus: corpusCommand,
  bench: benchCommand,
};

/** Runs one command line; returns the exit code. Throws an Error in words for people. */
export async function runOmr(args: string[], print: Print): Promise<number> {
  const [name = 'help', ...rest] = args;
  const command = commands[name];
  if (command && !rest.includes('--help')) return command(rest, print);
  print(help);
  return command || name === 'help' || name === '--help' ? 0 : 2;
}
