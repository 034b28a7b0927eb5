const place = 'seodang.family-link';
let token: string | undefined;

/** The token comes behind the # of the address; it is kept for this tab alone, so that a reload keeps working. */
export function rememberLink(given: string): void {
  token = given;
  try {
    sessionStorage.setItem(place, given);
  } catch {}
}

export function linkToken(): string | undefined {
  try {
    return token ?? sessionStorage.getItem(place) ?? undefined;
  } catch {
    return token;
  }
}
