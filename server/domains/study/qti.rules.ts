import type { QuestionKind } from '@seodang/recall';
import { lackOf, type PictureOf, RichWriter } from './rich.rules.ts';

/** Reads XML in one pass, as `readXml` of the school does. */
export type ReadXml = (
  xml: string,
  reader: {
    open: (name: string, attribute: (wanted: string) => string | undefined) => void;
    close: (name: string) => void;
    text: (text: string) => void;
  },
) => void;

export type ItemRead = { given: Given } | { message: string };
type Given = {
  body: string;
  kind: QuestionKind;
  choices: { id: string; text: string }[];
  keys: string[][];
  explanation: string;
};

type Interaction = { name: string; response: string; isSingle: boolean };
type Response = { values: string[]; mapped: string[]; isNumber: boolean };

/** QTI 3 writes `qti-choice-interaction` where QTI 2 writes `choiceInteraction`. */
const plainName = (name: string) =>
  name.replace(/^qti-/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Items of people are some ten elements deep. */
const DEEPEST = 200;

/** What is collected while an item is read. */
class Item {
  readonly responses = new Map<string, Response>();
  readonly interactions: Interaction[] = [];
  readonly choices: { mark: string; text: string }[] = [];
  readonly open: string[] = [];
  readonly writer: RichWriter;
  isItem = false;
  isBroken = false;
  body = '';
  explanation = '';
  response: Response | undefined;
  value = '';
  choice: string | undefined;

  constructor(pictureOf: PictureOf) {
    this.writer = new RichWriter(pictureOf);
  }
}

/** One item of QTI 2.1 or 3, or why it cannot be asked here. */
export function readItem(xml: string, readXml: ReadXml, pictureOf: PictureOf): ItemRead {
  const item = new Item(pictureOf);
  readXml(xml, {
    open: (name, attribute) => {
      const wanted = (one: string) => attribute(one) ?? attribute(dashed(one));
      openTag(item, plainName(name), wanted);
    },
    close: (name) => closeTag(item, plainName(name)),
    text: (text) => {
      if (item.isBroken) return;
      if (item.open.includes('value')) item.value += text;
      else if (isInside(item)) item.writer.write(text.replaceAll('$', '\\$'));
    },
  });
  return questionOf(item);
}

const isInside = ({ open }: Item) => open.includes('itemBody') || open.includes('modalFeedback');

function openTag(item: Item, name: string, attribute: (name: string) => string | undefined): void {
  if (item.open.length === DEEPEST) item.isBroken = true;
  if (item.isBroken) return;
  item.open.push(name);
  if (name === 'assessmentItem') item.isItem = true;
  if (name === 'responseDeclaration') {
    const isNumber = ['integer', 'float'].includes(attribute('baseType') ?? '');
    item.response = { values: [], mapped: [], isNumber };
    item.responses.set(attribute('identifier') ?? '', item.response);
  }
  if (name === 'mapEntry' && Number(attribute('mappedValue')) > 0)
    item.response?.mapped.push(attribute('mapKey') ?? '');
  if (name === 'value') item.value = '';
  if (!isInside(item)) return;
  if (name.endsWith('Interaction')) openInteraction(item, name, attribute);
  else if (name === 'simpleChoice') openChoice(item, attribute('identifier') ?? '');
  else if (name === 'prompt') item.writer.open('p', attribute);
  else item.writer.open(name, attribute);
}

function openInteraction(item: Item, name: string, attribute: (name: string) => string | undefined): void {
  const isSingle = (attribute('maxChoices') ?? '1') === '1';
  item.interactions.push({ name, response: attribute('responseIdentifier') ?? '', isSingle });
  if (name === 'textEntryInteraction') item.writer.write(' ____ ');
}

function openChoice(item: Item, mark: string): void {
  if (item.choices.length === 0) item.body = item.writer.take();
  else item.writer.take();
  item.choice = mark;
}

function closeTag(item: Item, name: string): void {
  if (item.open.pop() !== name) item.isBroken = true;
  if (item.isBroken) return;
  if (name === 'responseDeclaration') item.response = undefined;
  if (name === 'value' && item.open.includes('correctResponse'))
    item.response?.values.push(item.value.trim());
  if (name === 'simpleChoice' && item.choice !== undefined)
    item.choices.push({ mark: item.choice, text: item.writer.take() });
  else if (name === 'itemBody') item.body = [item.body, item.writer.take()].filter(Boolean).join('\n');
  else if (name === 'modalFeedback') item.explanation = item.writer.take();
  else if (name === 'prompt') item.writer.close('p');
  else if (isInside(item)) item.writer.close(name);
}

function questionOf(item: Item): ItemRead {
  if (item.isBroken || item.open.length > 0) return { message: 'the XML is broken' };
  if (!item.isItem) return { message: 'this is no item' };
  const lack = lackOf(item.writer.lacks);
  if (lack) return { message: lack };
  const [interaction, ...others] = item.interactions;
  if (!interaction) return { message: 'there is nothing to answer' };
  if (others.length > 0) return { message: 'it has more than one answer to give' };
  const response = item.responses.get(interaction.response);
  if (!response) return { message: 'it has no key' };
  const { body, explanation } = item;
  if (interaction.name === 'choiceInteraction') return choiceOf(item, interaction, response);
  if (interaction.name !== 'textEntryInteraction') return { message: `${interaction.name} is not supported` };
  const accepted = [...new Set([...response.values, ...response.mapped])].filter((one) => one !== '');
  const kind = response.isNumber ? ('numeric' as const) : ('short' as const);
  return { given: { body, kind, choices: [], keys: accepted.map((one) => [one]), explanation } };
}

function choiceOf(item: Item, { isSingle }: Interaction, { values }: Response): ItemRead {
  const idOf = new Map(item.choices.map(({ mark }, at) => [mark, String(at + 1)]));
  const key = values.map((one) => idOf.get(one));
  if (key.length === 0) return { message: 'it has no key' };
  if (key.some((one) => one === undefined)) return { message: 'its key names a choice that is not there' };
  const choices = item.choices.map(({ text }, at) => ({ id: String(at + 1), text }));
  const { body, explanation } = item;
  const kind = isSingle ? ('single' as const) : ('multiple' as const);
  return { given: { body, kind, choices, keys: [key.filter((one) => one !== undefined)], explanation } };
}

/** The items that a manifest names, by their files. */
export function itemFilesOf(manifest: string, readXml: ReadXml): string[] {
  const files: string[] = [];
  readXml(manifest, {
    open: (name, attribute) => {
      if (name === 'resource' && /^imsqti_item_xmlv(2p[12]|3p0)/.test(attribute('type') ?? ''))
        files.push(attribute('href') ?? '');
    },
    close: () => {},
    text: () => {},
  });
  return files;
}
