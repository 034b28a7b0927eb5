import { expect, test } from 'vitest';
import { bodyOf, draftOf, emptyDraft, keyAfter, keysOf, withChoice } from './question-draft.rules.ts';

test('a key names choices by their numbers, or texts, with others that are accepted too', () => {
  expect(keysOf({ kind: 'multiple', key: '1, 3 | 2' })).toEqual([['1', '3'], ['2']]);
  expect(keysOf({ kind: 'short', key: '절댓값, 크기 | 절대값' })).toEqual([['절댓값, 크기'], ['절대값']]);
  expect(keysOf({ kind: 'numeric', key: ' ' })).toEqual([]);
});

test('pressing a choice makes it the key, and of several adds it or takes it away', () => {
  expect(keyAfter({ ...emptyDraft, key: '2' }, '4')).toBe('4');
  expect(keyAfter({ ...emptyDraft, kind: 'multiple', key: '3' }, '1')).toBe('1, 3');
  expect(keyAfter({ ...emptyDraft, kind: 'multiple', key: '1, 3 | 2' }, '3')).toBe('1 | 2');
});

test('what is typed comes back as it was, without choices that nobody wrote', () => {
  const draft = { ...emptyDraft, body: '$x$', key: '1', tags: '집합, 명제', frequency: '3' };
  const choices = [{ id: '1', text: '하나' }, { id: '2', text: '둘' }, ...emptyDraft.choices.slice(2)];
  const body = bodyOf({ ...draft, choices });
  expect(body).toMatchObject({ keys: [['1']], tags: ['집합', '명제'], frequency: 3, variant_group: null });
  expect(body.choices).toHaveLength(2);
  expect(bodyOf(draftOf({ ...body } as never))).toEqual(body);
  expect(withChoice(choices).at(-1)).toEqual({ id: '6', text: '' });
});
