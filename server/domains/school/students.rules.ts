import { romanise, surnameOf } from './romanise.rules.ts';

const CONSENT_AGE = 14;

/** Completed years on a day; both are YYYY-MM-DD. */
export function ageOn(birth_on: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth_on.slice(0, 4));
  return today.slice(5) < birth_on.slice(5) ? years - 1 : years;
}

/** Whether a guardian must agree first (개인정보 보호법 제22조의2: under 14). Consent once given stays given. */
export function consentOf(
  birth_on: string | null,
  today: string,
  before?: 'not_needed' | 'waiting' | 'given',
): 'not_needed' | 'waiting' | 'given' {
  if (before === 'given') return 'given';
  return birth_on !== null && ageOn(birth_on, today) < CONSENT_AGE ? 'waiting' : 'not_needed';
}

/** A login id that its owner can read and remember: the romanised name and the end of the phone number. */
export function loginIdOf(name: string, phone: string | null): string {
  return `${latin(name)}${phone?.slice(-4) ?? ''}`;
}

/** Of a guardian: after the child by whom the academy came to know them, since their own name is often unknown. */
export function guardianLoginIdOf(child: string, phone: string): string {
  return `${latin(child)}-p${phone.slice(-4)}`;
}

/** The first of wanted, wanted-2, wanted-3 … that nobody has, which is then taken. */
export function freeLoginId(wanted: string, taken: Set<string>): string {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? wanted : `${wanted}-${n}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}

function latin(name: string): string {
  const compact = name.normalize('NFC').replace(/\s+/g, '');
  const surname = surnameOf(compact);
  const text = `${surname.latin}${romanise(compact.slice(surname.length))}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 40);
  return text.length >= 2 ? text : `student${text}`;
}

/** What is typed at the kiosk unless something else was chosen: the last eight digits of the own phone number. */
export function attendanceCodeOf(phone: string | null): string | null {
  return phone !== null && /^010\d{8}$/.test(phone) ? phone.slice(-8) : null;
}

/** What a guardian is called whose name nobody told. */
export function guardianNameOf(child: string, relation?: string | null): string {
  return `${child} ${relation?.trim() || '보호자'}`;
}
