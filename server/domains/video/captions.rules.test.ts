import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cue, cleanText, readCaptions, toWebVtt } from './captions.rules.ts';

const srt =
  '1\r\n00:00:01,000 --> 00:00:02,500\r\n함수의 극한\r\n둘째 줄\r\n\r\n2\r\n00:01:03,400 --> 00:01:05,000\r\n끝';
const vtt = `WEBVTT - 강의

STYLE
::cue { background: url(https://elsewhere) }

NOTE 사람이 고침

intro
00:01.000 --> 00:02.500 align:start line:0
함수의 극한
둘째 줄

01:03.400 --> 01:05.000
끝
`;
const cues = [
  { from: 1000, to: 2500, text: '함수의 극한\n둘째 줄' },
  { from: 63_400, to: 65_000, text: '끝' },
];

test('SRT and WebVTT say the same', () => {
  expect(readCaptions(srt)).toEqual({ cues });
  expect(readCaptions(vtt)).toEqual({ cues });
});

test.each([
  ['1\n00:00:01,000 --> 00:00:02,000\n하나\n\n2\n00:00:03,000\n둘', 'times_missing', 5],
  ['1\n00:00:01,000 --> 둘째\n하나', 'times_wrong', 2],
  ['1\n00:61:01,000 --> 00:62:00,000\n하나', 'times_wrong', 2],
  ['1\n00:00:02,000 --> 00:00:02,000\n하나', 'ends_before_it_begins', 2],
  ['WEBVTT\n\nNOTE 아무것도 없음', 'no_cues', 1],
  ['강의 내용을 적은 글입니다.', 'times_missing', 1],
])('%j is refused by the line: %s', (text, fault, line) => {
  expect(readCaptions(text)).toEqual({ fault, line });
});

test('of the text only bold, italic and underlined stay; what a browser could run or load is gone', () => {
  expect(cleanText('<i>x</i> <B>굵게</B>')).toBe('<i>x</i> <b>굵게</b>');
  expect(cleanText('<font color="red">빨강</font>{\\an8}')).toBe('빨강');
  expect(cleanText('<v 선생님>안녕 <00:01.000>하세요 <c.big>!</c>')).toBe('안녕 하세요 !');
  expect(cleanText('a < b && b > c, &lt;script&gt;')).toBe('a &lt; b &amp;&amp; b &gt; c, &lt;script&gt;');
  expect(cleanText('<script>alert(1)</script><img src=x onerror=alert(1)>')).toBe('alert(1)');
});

test('captions are in the order of their times, and an empty one is none', () => {
  const text =
    '1\n00:00:05,000 --> 00:00:06,000\n뒤\n\n2\n00:00:01,000 --> 00:00:02,000\n앞\n\n3\n00:00:03,000 --> 00:00:04,000\n<b>\n';
  const read = readCaptions(text);
  expect('cues' in read && read.cues.map(({ from }) => from)).toEqual([1000, 3000, 5000]);
  expect(readCaptions('1\n00:00:01,000 --> 00:00:02,000\n<u1>')).toMatchObject({ fault: 'no_cues' });
});

test('what is written can be read again, whatever it was', () => {
  const cue = fc.record({ from: fc.nat(1e7), length: fc.integer({ min: 1, max: 1e5 }), text: fc.string() });
  fc.assert(
    fc.property(fc.array(cue, { minLength: 1, maxLength: 5 }), (some) => {
      const wanted: Cue[] = some
        .map(({ from, length, text }) => ({
          ...{ from, to: from + length },
          text: cleanText(text).replace(/\s*\n\s*/g, ' '),
        }))
        .filter(({ text }) => text !== '')
        .toSorted((a, b) => a.from - b.from || a.to - b.to);
      if (wanted.length > 0) expect(readCaptions(toWebVtt(wanted))).toEqual({ cues: wanted });
    }),
  );
});
