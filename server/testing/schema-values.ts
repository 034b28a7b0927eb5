import fc from 'fast-check';
import { placesOf, put, type Schema } from '#testing/openapi.ts';

/** Values that a schema accepts: small and plausible, so that a request gets past the first check. */
export function validOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(validOf));
  if (schema.allOf) return validOf(Object.assign({}, ...schema.allOf));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer(rangeOf(schema));
    case 'number':
      return fc.integer(rangeOf(schema));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(schema);
    default:
      return objectOf(schema);
  }
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema) {
  const min = Math.ceil(minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1));
  const most = Math.floor(maximum ?? (exclusiveMaximum === undefined ? min + 100 : exclusiveMaximum - 1));
  return { min, max: Math.max(min, Math.min(most, min + 100)) };
}

function textOf({ format, pattern, minLength = 0, maxLength = 30 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.constant('2026-11-21T09:00:00+09:00');
  if (format === 'date') return fc.constantFrom('2026-11-21', '2026-12-01');
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.constant('someone@academy.kr');
  if (format === 'uri') return fc.constant('https://academy.kr/');
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern) return matching(pattern).filter(fits);
  return someText.map((text) => text.padEnd(minLength, '가').slice(0, maxLength));
}

const someText = fc.stringMatching(/^[a-z가-힣0-9]{1,12}$/);
/** Making sense of a pattern takes longer than making a text of it. */
const known = new Map<string, fc.Arbitrary<string>>();

/** fast-check makes no text for what a pattern looks ahead to; it is left out and asked afterwards. */
function matching(pattern: string): fc.Arbitrary<string> {
  const whole = new RegExp(pattern, 'u');
  const texts = known.get(pattern) ?? fc.stringMatching(new RegExp(pattern.replace(/\(\?!.*?\)/g, ''), 'u'));
  known.set(pattern, texts);
  return texts.filter((text) => whole.test(text));
}

function listOf({ prefixItems, items = {}, minItems = 0, maxItems = 3 }: Schema): fc.Arbitrary<unknown[]> {
  if (prefixItems) return fc.tuple(...prefixItems.map(validOf));
  return fc.array(validOf(items), {
    minLength: Math.max(minItems, 1),
    maxLength: Math.max(1, Math.min(maxItems, 3)),
  });
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, validOf(inner)]),
  );
  return fc.record(fields, { requiredKeys: required });
}

const strange: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '😀'.repeat(300),
  'x'.repeat(20_000),
  '%',
  "'; --",
  '0x10',
  '1e5',
  '9999999999999999999999',
  '2026-02-30',
  '2026-13-01T99:00:00Z',
  '../../etc/passwd',
  [],
  [[]],
  {},
  { $gt: 1 },
  ['a', 1, null],
];

/** The same values gone wrong in one place: another type, out of range, unprintable, missing, one too many. */
export function brokenOf(schema: Schema): fc.Arbitrary<unknown> {
  return validOf(schema).chain((value) =>
    fc
      .tuple(
        fc.constantFrom(...placesOf(value)),
        fc.oneof(fc.constantFrom(...strange), fc.jsonValue({ maxDepth: 2 })),
      )
      .map(([place, other]) => put(value, place, other)),
  );
}

/** What may stand in a path or a query string instead of what should. */
export const strangeText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    'abc',
    '1e3',
    '99999999999999999999',
    '9007199254740991',
    '1.5',
    '',
    ' ',
    '%',
    '\u0000',
    '../x',
    'null',
    'true',
    "1'",
    '２',
  ),
  fc.string({ maxLength: 12 }),
);
