// biome-ignore lint/style/useNodejsImportProtocol: njs knows it by this name only
import crypto from 'crypto';

// njs, as Debian packages it for nginx, knows neither destructuring nor for-of.

const MIN_SECRET_LENGTH = 16;
const MEDIA =
  /^(\/media\/hls\/[a-z0-9-]+\/videos\/[1-9][0-9]{0,15}\/[A-Za-z0-9_-]{1,64}\/)[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const TOKEN = /^([0-9]{1,12})\.([A-Za-z0-9-]{1,64})\.([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]{43})$/;

/** The storage path that a request's signature opens now, or nothing when it opens nothing. */
function openedPath(request) {
  // What was asked for, letter by letter: nginx's $uri is unescaped and has its dots resolved.
  const address = request.variables.request_uri.split('?');
  const inPath = /^\/hls\/t\/([^/]+)(\/.*)$/.exec(address[0]);
  const path = inPath ? inPath[2] : address[0];
  const media = MEDIA.exec(path);
  if (!media) return '';
  const keys = keysOf(request.variables);
  const opens = inPath
    ? verifyPrefix(keys, media[1], inPath[1])
    : verifyFile(keys, path, address.slice(1).join('?'));
  return opens ? path : '';
}

function verifyPrefix(keys, prefix, token) {
  const part = TOKEN.exec(token);
  return part !== null && holds(keys, part[1], part[3], part[4], [prefix, part[1], part[2], part[3]]);
}

function verifyFile(keys, path, query) {
  const given = {};
  let isDoubled = false;
  query.split('&').forEach((pair) => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (given[name] !== undefined && ['exp', 'sig', 'kid', 'uid'].includes(name)) isDoubled = true;
    given[name] = pair.slice(at + 1);
  });
  const uid = given.uid || '';
  if (isDoubled || !given.exp || !given.kid || !given.sig || !/^[0-9]{0,16}$/.test(uid)) return false;
  return holds(keys, given.exp, given.kid, given.sig, [path, given.exp, given.kid, uid]);
}

function holds(keys, exp, kid, sig, signed) {
  const key = keys.find((known) => known.id === kid);
  if (!key || !/^[0-9]{1,12}$/.test(exp) || Number(exp) * 1000 <= Date.now()) return false;
  return equal(sig, crypto.createHmac('sha256', key.secret).update(signed.join('|')).digest('base64url'));
}

/** Missing or short secrets are no keys; without any, everything stays closed. */
function keysOf(variables) {
  return [
    { id: variables.hls_signing_key_id, secret: variables.hls_signing_secret },
    { id: variables.hls_previous_key_id, secret: variables.hls_previous_secret },
  ].filter((key) => key.id && key.secret && key.secret.length >= MIN_SECRET_LENGTH);
}

/** Takes the same time wherever the first difference is. */
function equal(a, b) {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

export default { openedPath };
