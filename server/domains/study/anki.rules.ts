import type { ReadXml } from './qti.rules.ts';
import { filesIn, lackOf, type PictureOf, RichWriter } from './rich.rules.ts';

/** A note as the collection keeps it. */
export type Note = { guid: string; isCloze: boolean; fields: readonly string[]; tags: string };

type Given = {
  body: string;
  kind: 'short' | 'numeric';
  keys: string[][];
  explanation: string;
  tags: string[];
};
export type NoteRead = { given: Given; mark: string } | { message: string };

const MOST_TYPED = 200;
const LONGEST_FIELD = 20_000;
const MOST_GAPS = 50;
const entities = new Map([
  ['nbsp', ' '],
  ['hellip', '…'],
  ['middot', '·'],
  ['times', '×'],
  ['divide', '÷'],
  ['deg', '°'],
]);

/** Puts something else where spans of a text are, in one pass: what is opened and never closed stays as it is. */
function withSpans(text: string, open: string, close: string, shown: (inside: string) => string): string {
  let out = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf(open, at);
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
    if (end < 0) return out + text.slice(at);
    out += text.slice(at, start) + shown(text.slice(start + open.length, end));
    at = end + close.length;
  }
}

/** Our LaTeX, of that of MathJax and of Anki's own marks; dollars are escaped already. */
function withLatex(text: string): string {
  const block = (latex: string) => `$$${latex}$$`;
  const inline = (latex: string) => `$${latex}$`;
  const blocks = withSpans(withSpans(text, '\\[', '\\]', block), '[\\$\\$]', '[/\\$\\$]', block);
  return withSpans(withSpans(blocks, '\\(', '\\)', inline), '[\\$]', '[/\\$]', inline);
}

/** HTML of a field as our text; LaTeX of MathJax and of Anki's own marks stays LaTeX. */
function textOf(
  html: string,
  readXml: ReadXml,
  pictureOf: PictureOf,
): { text: string; lack: string | undefined } {
  const writer = new RichWriter(pictureOf);
  const silent = withSpans(html, '[sound:', ']', () => ' ').replaceAll('$', '\\$');
  const latex = withLatex(silent)
    .replace(/&(\w+);/g, (whole, name: string) => entities.get(name) ?? whole)
    .replace(/<(?:img|t[dh])\b[^>]*/gi, (tag) =>
      tag.replace(/(\s(?:src|colspan|rowspan)=)([^"'\s]+)/gi, '$1"$2"'),
    );
  readXml(`<div>${latex}</div>`, {
    open: (name, attribute) => writer.open(name, attribute),
    close: (name) => writer.close(name),
    text: (text) => writer.write(text),
  });
  return { text: writer.take(), lack: lackOf(writer.lacks) };
}

/** The questions of a note: of Basic its front, of Cloze one for each number; or why it cannot be asked here. */
export function questionsOf(note: Note, readXml: ReadXml, pictureOf: PictureOf): NoteRead[] {
  const fields = note.fields.slice(0, 2);
  if (fields.some(({ length }) => length > LONGEST_FIELD))
    return [{ message: `it has more than ${LONGEST_FIELD} characters in a field` }];
  const [front = '', back = ''] = fields.map((field) => textOf(field, readXml, pictureOf));
  if (front === '' || front.lack) return [{ message: front === '' ? 'it is empty' : (front.lack ?? '') }];
  const tags = note.tags
    .split(/\s+/)
    .filter(Boolean)
    .map((tag) => tag.slice(0, 50))
    .slice(0, 30);
  if (note.isCloze) return clozesOf(front.text, back === '' ? '' : back.text, tags);
  if (back === '' || back.text === '') return [{ message: 'it has no answer' }];
  if (back.lack) return [{ message: back.lack }];
  const [answer = '', ...rest] = back.text.split('\n');
  const fault = faultOf(answer);
  if (fault) return [{ message: fault }];
  const explanation = rest.length > 0 ? back.text : '';
  return [{ given: typed(front.text, [answer], explanation, tags), mark: '' }];
}

function faultOf(answer: string): string | undefined {
  if (filesIn(answer).length > 0) return 'its answer is a picture, which nobody can type';
  return answer.length > MOST_TYPED ? 'its answer is too long to be typed' : undefined;
}

type Gap = { number: string; answer: string; hint: string };

/** A text as what stands between its gaps and the gaps, by turns: `{{c1::answer::hint}}`. */
function gapsOf(text: string): (string | Gap)[] {
  const opening = /\{\{c(\d{1,3})::/g;
  const parts: (string | Gap)[] = [];
  let at = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const end = text.indexOf('}}', opening.lastIndex);
    if (end < 0) break;
    const inside = text.slice(opening.lastIndex, end);
    const hintAt = inside.indexOf('::');
    const [answer, hint] =
      hintAt < 0 ? [inside, ''] : [inside.slice(0, hintAt), inside.slice(hintAt + '::'.length)];
    parts.push(text.slice(at, found.index), { number: found[1] ?? '', answer, hint });
    at = end + '}}'.length;
    opening.lastIndex = at;
  }
  return [...parts, text.slice(at)];
}

function clozesOf(text: string, extra: string, tags: string[]): NoteRead[] {
  const parts = gapsOf(text);
  const gaps = parts.filter((part) => typeof part !== 'string');
  const numbers = [...new Set(gaps.map(({ number }) => number))];
  if (numbers.length === 0) return [{ message: 'it has no gap' }];
  if (numbers.length > MOST_GAPS) return [{ message: `it has more than ${MOST_GAPS} gaps` }];
  return numbers.map((number): NoteRead => {
    const own = gaps.filter((gap) => gap.number === number);
    const [answer = '', ...others] = new Set(own.map((gap) => gap.answer.trim()));
    if (others.length > 0) return { message: `gap ${number} has several answers to give` };
    const body = parts.map((part) => (typeof part === 'string' ? part : shownGap(part, number))).join('');
    const fault = faultOf(answer);
    return fault ? { message: fault } : { given: typed(body, [answer], extra, tags), mark: `:c${number}` };
  });
}

function shownGap({ number, answer, hint }: Gap, asked: string): string {
  if (number !== asked) return answer;
  return hint ? `[${hint}]` : '[…]';
}

function typed(body: string, answers: string[], explanation: string, tags: string[]): Given {
  const keys = answers.map((one) => [one.replaceAll('**', '').replaceAll('\\$', '$').trim()]);
  const isNumber = keys.every(([key = '']) => /^-?[\d,]+(\.\d+)?$/.test(key));
  return { body, kind: isNumber ? 'numeric' : 'short', keys, explanation, tags };
}

/** The names of the first so many media files by their numbers, from the list of a newer package: protobuf, name first. */
export function mediaOf(list: Uint8Array, most: number): Map<string, string> {
  const names = new Map<string, string>();
  let at = 0;
  for (let number = 0; at < list.length && number < most; number += 1) {
    const [, size, start] = fieldAt(list, at);
    at = start + size;
    const [field, length, from] = fieldAt(list, start);
    if (field === 1) names.set(String(number), new TextDecoder().decode(list.subarray(from, from + length)));
  }
  return names;
}

/** A length-delimited field: its number, its size and where it begins. */
function fieldAt(bytes: Uint8Array, at: number): [field: number, size: number, start: number] {
  let [size, shift, next] = [0, 0, at + 1];
  for (; ; next += 1) {
    const byte = bytes[next] ?? 0;
    size += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80 || shift > 28) break;
  }
  return [(bytes[at] ?? 0) >> 3, size, next + 1];
}
