type Attribute = (name: string) => string | undefined;

/** Finds a picture that a text shows: what our texts call it, or why it is not there. */
export type PictureOf = (src: string) => { file: string } | undefined;

/** Before what our texts call a picture: it is never assigned to a character, and is taken out of texts of others. */
const OURS = '\ufdd0';

const lines = new Set([
  'p',
  'div',
  'li',
  'tr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'table',
  'blockquote',
  'pre',
]);
const foreign = new Set(['math', 'object', 'svg', 'audio', 'video', 'iframe', 'gap', 'hottext']);
const silent = new Set(['script', 'style', 'head', 'title']);

/** What a text of another program cannot be shown with here. */
export type Lack = { kind: 'element'; name: string } | { kind: 'picture'; name: string };

/** Collects the text of HTML or QTI as our own: lines, bold words, pictures; what has no place here is told. */
export class RichWriter {
  readonly lacks: Lack[] = [];
  readonly #pictureOf: PictureOf;
  #text = '';
  /** Whether there is text behind which a new line would begin; asking a text that grows for its end copies all of it. */
  #isInLine = false;
  #silent = 0;

  constructor(pictureOf: PictureOf) {
    this.#pictureOf = pictureOf;
  }

  open(name: string, attribute: Attribute): void {
    const tag = name.toLowerCase();
    if (silent.has(tag)) this.#silent += 1;
    if (foreign.has(tag)) this.lacks.push({ kind: 'element', name: tag });
    if (tag === 'br') this.#add('\n');
    if (lines.has(tag)) this.#newLine();
    if (tag === 'b' || tag === 'strong') this.#add('**');
    if (tag === 'img') this.#picture(attribute('src') ?? '', attribute('alt') ?? '');
  }

  close(name: string): void {
    const tag = name.toLowerCase();
    if (silent.has(tag)) this.#silent -= 1;
    if (lines.has(tag)) this.#newLine();
    if (tag === 'b' || tag === 'strong') this.#add('**');
  }

  write(text: string): void {
    if (this.#silent === 0) this.#add(text.replaceAll(OURS, '').replace(/\s+/g, ' '));
  }

  take(): string {
    const text = this.#text
      .replace(/\*\*(\s*)\*\*/g, '$1')
      .replace(/[ \t]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .replaceAll('\u00a0', ' ')
      .trim();
    this.#text = '';
    this.#isInLine = false;
    return text;
  }

  #newLine(): void {
    if (this.#isInLine) this.#add('\n');
  }

  #add(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#isInLine = !text.endsWith('\n');
  }

  #picture(src: string, alt: string): void {
    const found = this.#pictureOf(src);
    if (!found) this.lacks.push({ kind: 'picture', name: src.slice(0, 100) });
    else {
      const words = alt
        .replaceAll(OURS, '')
        .replace(/[[\]\n]/g, ' ')
        .slice(0, 300);
      this.#add(`![${words}](${OURS}file:${encoded(found.file)})`);
    }
  }
}

const encoded = (file: string) =>
  encodeURIComponent(file).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29'));
const filed = new RegExp(`\\(${OURS}file:([^)\\s]+)\\)`, 'g');

/** The files of a package whose pictures a text shows. */
export function filesIn(text: string): string[] {
  return [...text.matchAll(filed)].map(([, file]) => decodeURIComponent(file ?? ''));
}

/** The same text once its pictures have names here; those without one keep that of their file. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(filed, (_, file: string) => {
    const name = names.get(decodeURIComponent(file));
    return name ? `(image:${name})` : `(file:${file})`;
  });
}

/** Why a text cannot be taken, for people; undefined when it can. */
export function lackOf([lack]: readonly Lack[]): string | undefined {
  if (!lack) return undefined;
  return lack.kind === 'picture'
    ? `the picture ${lack.name} is not there`
    : `<${lack.name}> cannot be shown here`;
}
