import { test } from 'vitest';
import * as recall from './index.ts';
import { choosing } from './testing/choosing.ts';

test.each(Object.entries(choosing))('choosing: %s are as the specification says', (_, holds) => {
  holds(recall);
});
