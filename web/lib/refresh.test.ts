import { expect, test } from 'vitest';
import { afterRefusal, holdAfter } from './refresh.rules.ts';

test('a server that cannot renew a token is left alone ever longer, as long as it says, and never for long', () => {
  const first = holdAfter(undefined, { status: 503 }, 0);
  expect(first).toEqual({ failures: 1, until: 1000 });
  expect(holdAfter(first, { status: 502 }, 1000)).toEqual({ failures: 2, until: 3000 });
  expect(holdAfter(undefined, { status: 429, retry_after_seconds: 7 }, 0)?.until).toBe(7000);
  expect(holdAfter({ failures: 20, until: 0 }, { status: 429, retry_after_seconds: 900 }, 0)?.until).toBe(
    30_000,
  );
  expect(holdAfter(first, { status: 0 }, 0)).toBeUndefined();
});

test('many requests that are refused with one token renew it once, and no refusal follows another for ever', () => {
  const never = -Infinity;
  expect(afterRefusal({ sent: 'old', token: 'old', renewed_at: never }, 0)).toBe('renew');
  expect(afterRefusal({ sent: 'old', token: 'new', renewed_at: 0 }, 1)).toBe('resend');
  expect(afterRefusal({ sent: 'new', token: 'new', renewed_at: 0 }, 9999)).toBe('give_up');
  expect(afterRefusal({ sent: 'new', token: 'new', renewed_at: 0 }, 10_000)).toBe('renew');
});
