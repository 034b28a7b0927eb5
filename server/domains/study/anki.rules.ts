import type { ReadXml } from './qti.rules.ts';
import { lackOf, type PictureOf, RichWriter } from './rich.rules.ts';

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
const entities: Record<string, string> = {
  nbsp: ' ',
  hellip: '…',
  middot: '·',
  times: '×',
  divide: '÷',
  deg: '°',
};

/** HTML of a field as our text; LaTeX of MathJax and of Anki's own marks stays LaTeX. */
function textOf(
  html: string,
  readXml: ReadXml,
  pictureOf: PictureOf,
): { text: string; lack: string | undefined } {
  const writer = new RichWriter(pictureOf);
  const latex = html
    .replace(/\[sound:[^\]]*\]/g, ' ')
    .replaceAll('$', '\\$')
    .replace(
      /\\\[([\s\S]*?)\\\]|\[\\\$\\\$\]([\s\S]*?)\[\/\\\$\\\$\]/g,
      (_, a?: string, b?: string) => `$$${a ?? b}$$`,
    )
    .replace(/\\\(([\s\S]*?)\\\)|\[\\\$\]([\s\S]*?)\[\/\\\$\]/g, (_, a?: string, b?: string) => `$${a ?? b}$`)
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/(<img\b[^>]*?\bsrc=)([^"'\s>]+)/gi, '$1"$2"');
  readXml(`<div>${latex}</div>`, {
    open: (name, attribute) => writer.open(name, attribute),
    close: (name) => writer.close(name),
    text: (text) => writer.write(text),
  });
  return { text: writer.take(), lack: lackOf(writer.lacks) };
}

/** The questions of a note: of Basic its front, of Cloze one for each number; or why it cannot be asked here. */
export function questionsOf(note: Note, readXml: ReadXml, pictureOf: PictureOf): NoteRead[] {
  const [front = '', back = ''] = note.fields.map((field) => textOf(field, readXml, pictureOf));
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
  if (/!\[[^\]]*\]\(file:/.test(answer)) return 'its answer is a picture, which nobody can type';
  return answer.length > MOST_TYPED ? 'its answer is too long to be typed' : undefined;
}

const cloze = /\{\{c(\d{1,3})::([\s\S]*?)(?:::([\s\S]*?))?\}\}/g;

function clozesOf(text: string, extra: string, tags: string[]): NoteRead[] {
  const numbers = [...new Set([...text.matchAll(cloze)].map(([, number]) => number ?? ''))];
  if (numbers.length === 0) return [{ message: 'it has no gap' }];
  return numbers.map((number): NoteRead => {
    const answers = new Set<string>();
    const body = text.replace(cloze, (_, of: string, answer: string, hint?: string) => {
      if (of !== number) return answer;
      answers.add(answer.trim());
      return hint ? `[${hint}]` : '[…]';
    });
    const [answer = '', ...others] = answers;
    if (others.length > 0) return { message: `gap ${number} has several answers to give` };
    const fault = faultOf(answer);
    return fault ? { message: fault } : { given: typed(body, [answer], extra, tags), mark: `:c${number}` };
  });
}

function typed(body: string, answers: string[], explanation: string, tags: string[]): Given {
  const keys = answers.map((one) => [one.replaceAll('**', '').replaceAll('\\$', '$').trim()]);
  const isNumber = keys.every(([key = '']) => /^-?[\d,]+(\.\d+)?$/.test(key));
  return { body, kind: isNumber ? 'numeric' : 'short', keys, explanation, tags };
}

/** The names of media files by their numbers, from the list of a newer package: protobuf, name first in each entry. */
export function mediaOf(list: Uint8Array): Map<string, string> {
  const names = new Map<string, string>();
  let at = 0;
  for (let number = 0; at < list.length; number += 1) {
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
