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

omr read --sheet FILE [--blank IMAGE] [--roster FILE] [--json] [--stats] FILE...
    Reads images and PDFs, and says what is on each page: '-' is blank, '?' must be looked at.
    --sheet      the geometry that 'omr draw' wrote; for a sheet of somebody else's design the regions on its blank:
                 {"unit": "px", "questions": [{"number": 1, "region_meta": {"kind": "choice", "bubbles":
                 [{"label": "A", "x": 312, "y": 640, "width": 36, "height": 36}, ...]}}, ...]}
                 x and y are the middle of a bubble. With "unit": "mm": x_mm, y_mm, width_mm, height_mm, and
                 "page": {"width_mm": 210, "height_mm": 297}. Columns of digits: "kind": "numeric", "columns": [[...]];
                 the student's number: "number_grid": [[...]]. Boxes instead of ovals: "bubble_shape": "rectangle"
    --blank      an image of an empty sheet, for sheets of somebody else's design
    --roster     JSON: [{"number": "20260012", "enrollment": 7}]
    --json       a line of JSON for each page, with probabilities, fills and where each question is
    --stats      what it took, at the end on a line of its own
    Leaves with 0 when every page was read, 1 when one was not, 2 when nothing could be done.

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
