import { expect, test } from 'vitest';
import { readXml } from '#core/xml.rules.ts';
import { readItem } from './qti.rules.ts';

/** As long as the file of an item may be. */
const filledWith = (piece: string) => piece.repeat(Math.floor(490_000 / piece.length));
const read = (xml: string) => readItem(xml, readXml, () => undefined);

test('an item is read in one pass, however deep or scattered it is', () => {
  expect(read(`<assessmentItem>${filledWith('<a>')}`)).toEqual({ message: 'the XML is broken' });
  for (const piece of ['<i> </i>', '<p>a</p>', '<b></b>', '\n'])
    expect(read(`<assessmentItem><itemBody>${filledWith(piece)}</itemBody></assessmentItem>`)).toEqual({
      message: 'there is nothing to answer',
    });
});
