import { json } from 'node:stream/consumers';
import { fitted, type LogPart } from '@seodang/recall/fitting/fit';

/** A process of its own: the parts of a review log come in, the fit goes out, or null. */
const fit = await fitted((await json(process.stdin)) as LogPart[]);
process.stdout.write(JSON.stringify(fit ?? null));
