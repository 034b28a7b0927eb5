export { findLinkExpiry } from './links.queries.ts';
export { addressOf } from './links.ts';
export { tellFamily } from './tell.ts';
