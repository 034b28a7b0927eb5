/** Something that a person can mend; its message is all that is shown. */
export class Trouble extends Error {}

const known = [
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
    words:
      'The package registry cannot be reached. Look at the network or the proxy (npm config get registry), then run the same command again.',
  },
  {
    sign: /ENOSPC/,
    words: 'The disk is full. Make room (about 1.5 GB), then run the same command again.',
  },
  {
    sign: /EACCES|EPERM|EROFS/,
    words:
      'This folder may not be written to. Does it, or node_modules in it, belong to another user? Then run the same command again.',
  },
  {
    sign: /EINTEGRITY/,
    words:
      'A downloaded package is not the one in package-lock.json. Try `npm cache clean --force`, then run the same command again.',
  },
];

/** What a failed program said, in words for people where we know them; the program's own words otherwise. */
export function explain(output) {
  const found = known.find(({ sign }) => sign.test(output));
  const last = output.trim().split('\n').slice(-12).join('\n');
  return found ? `${found.words}\n\n${last}` : last;
}
