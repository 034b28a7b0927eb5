export type XmlReader = {
  open?: (name: string, attribute: (wanted: string) => string | undefined) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/**
 * Reads the XML of office files in one pass, by local names. Document types are skipped and entities beyond XML's own
 * five stay as they are, so nothing in a file can make it grow or reach outside. Broken XML ends early, it never throws.
 */
export function readXml(xml: string, reader: XmlReader): void {
  let at = 0;
  while (at < xml.length) {
    const start = xml.indexOf('<', at);
    if (start < 0) return;
    if (start > at) reader.text?.(decoded(xml.slice(at, start)));
    at = readMarkup(xml, start, reader);
  }
}

/** Where the markup that starts here ends. */
function readMarkup(xml: string, start: number, reader: XmlReader): number {
  if (xml.startsWith('<!--', start)) return after(xml, '-->', start);
  if (xml.startsWith('<![CDATA[', start)) {
    const end = after(xml, ']]>', start);
    reader.text?.(xml.slice(start + 9, end - 3));
    return end;
  }
  if (xml[start + 1] === '?' || xml[start + 1] === '!') return after(xml, '>', start);
  const end = endOfTag(xml, start);
  const tag = xml.slice(start + 1, end - 1);
  if (tag.startsWith('/')) reader.close?.(localName(tag.slice(1)));
  else readTag(tag, reader);
  return end;
}

function readTag(tag: string, reader: XmlReader): void {
  const name = localName(tag);
  reader.open?.(name, (wanted) => attributeOf(tag, wanted));
  if (tag.endsWith('/')) reader.close?.(name);
}

function after(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  return found < 0 ? xml.length : found + mark.length;
}

/** A `>` within quotes does not end the tag. */
function endOfTag(xml: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < xml.length; at += 1) {
    const char = xml.charAt(at);
    if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return xml.length;
}

function localName(tag: string): string {
  return /^(?:[^\s:/>]*:)?([^\s/>]*)/.exec(tag)?.[1] ?? '';
}

function attributeOf(tag: string, wanted: string): string | undefined {
  for (const [, name, , double, single] of tag.matchAll(/\s([\w:.-]+)\s*=\s*("([^"]*)"|'([^']*)')/g)) {
    if (name === wanted) return decoded(double ?? single ?? '');
  }
  return undefined;
}

const entities = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }));

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
