/** What stands on lines: a box is never taken apart, boxes without a space between stay together. */
export type Atom<T> = {
  role: 'box' | 'space' | 'break' | 'block';
  width: number;
  ascent: number;
  depth: number;
  what: T;
};

/** A line and how far it reaches above and below its baseline. */
export type Line<T> = { parts: { x: number; what: T }[]; ascent: number; depth: number };

type Least = { ascent: number; depth: number };

class Setter<T> {
  readonly lines: Line<T>[] = [];
  readonly #width: number;
  readonly #least: Least;
  #line: Line<T>;
  #x = 0;
  #space = 0;
  #isBelowBlock = false;

  constructor(width: number, least: Least) {
    this.#width = width;
    this.#least = least;
    this.#line = { parts: [], ...least };
  }

  get #isEmpty(): boolean {
    return this.#line.parts.length === 0;
  }

  end(): void {
    this.lines.push(this.#line);
    this.#line = { parts: [], ...this.#least };
    this.#x = 0;
    this.#space = 0;
  }

  #put({ width, ascent, depth, what }: Atom<T>, x: number): void {
    this.#line.parts.push({ x, what });
    this.#line.ascent = Math.max(this.#line.ascent, ascent);
    this.#line.depth = Math.max(this.#line.depth, depth);
    this.#x = x + width;
    this.#isBelowBlock = false;
  }

  word(boxes: readonly Atom<T>[]): void {
    const width = boxes.reduce((sum, box) => sum + box.width, 0);
    if (!this.#isEmpty && this.#x + this.#space + width > this.#width) this.end();
    if (!this.#isEmpty) this.#x += this.#space;
    this.#space = 0;
    for (const box of boxes) {
      if (!this.#isEmpty && this.#x + box.width > this.#width) this.end();
      this.#put(box, this.#x);
    }
  }

  other(atom: Atom<T>): void {
    if (atom.role === 'space') this.#space = atom.width;
    else if (atom.role === 'break') {
      if (!this.#isBelowBlock) this.end();
      this.#isBelowBlock = false;
    } else {
      this.finish();
      this.#put(atom, Math.max(0, (this.#width - atom.width) / 2));
      this.end();
      this.#isBelowBlock = true;
    }
  }

  finish(): void {
    if (!this.#isEmpty) this.end();
  }
}

/** Sets atoms on lines of a width: words wrap at spaces, or between their boxes when nothing else helps; blocks stand alone in the middle. */
export function linesOf<T>(atoms: readonly Atom<T>[], width: number, least: Least): Line<T>[] {
  const setter = new Setter<T>(width, least);
  let word: Atom<T>[] = [];
  const endWord = () => {
    if (word.length > 0) setter.word(word);
    word = [];
  };
  for (const atom of atoms) {
    if (atom.role === 'box') {
      word.push(atom);
      continue;
    }
    endWord();
    setter.other(atom);
  }
  endWord();
  setter.finish();
  return setter.lines;
}
