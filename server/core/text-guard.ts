import type { App } from '#core/http.ts';
import { Refusal } from '#core/problem.ts';

/** An escape for NUL or a surrogate; a backslash that is itself escaped does not begin one. */
const suspicious = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Text that no database keeps (NUL, half of a surrogate pair) is refused once for all fields of all requests. */
export function guardText(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    // Whoever says JSON and sends nothing, as clients of the original do, means no body.
    if (text.length === 0) return done(null, undefined);
    void parse(request, text, (error, body) =>
      done(error ?? (isUnkept(text, body) ? refusal() : null), body),
    );
  });
  app.addHook('onRequest', ({ url }, _reply, done) => {
    done(url.includes('%00') ? refusal() : undefined);
  });
}

/** Written out again, whole pairs are plain characters: what still is an escape was no text. */
function isUnkept(text: string, body: unknown): boolean {
  return text.includes('\\u') && suspicious.test(text) && suspicious.test(JSON.stringify(body));
}

function refusal(): Refusal {
  const message = 'text must not contain NUL or half of a surrogate pair';
  return new Refusal('invalid_request', { errors: [{ pointer: '', message }] });
}
