import { readFile } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { convert } from './package-pictures.ts';
import type { Order } from './unpacking.ts';

/** A process of its own: what is wanted of a package comes in, what it would add goes out, its pictures into the folder. */
const { path, folder, known, with_pictures } = (await json(process.stdin)) as Order;
const outcome = await convert(await readFile(path), new Set(known), with_pictures ? folder : undefined);
process.stdout.write(outcome);
