import { text } from 'node:stream/consumers';
import { fitted } from '@seodang/recall/fitting/fit';

/** A process of its own: a line with the weights in use, the review log below it; the fit goes out, or null. */
const given = await text(process.stdin);
const [head = 'null'] = given.split('\n', 1);
const fit = await fitted(given.slice(head.length + 1), JSON.parse(head));
process.stdout.write(JSON.stringify(fit ?? null));
