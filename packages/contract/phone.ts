const domestic = /^(01[016789]\d{7,8}|02\d{7,8}|0[3-6]\d{8,9}|070\d{8}|080\d{7,8}|1[568]\d{6})$/;
const foreign = /^\+[1-9]\d{7,13}$/;

/**
 * A phone number as it is stored: digits only, Korean ones with their leading zero, foreign ones with their plus.
 * Takes what people and spreadsheets write: 010-1234-5678, +82 10 1234 5678, 1012345678 (Excel ate the zero).
 * Undefined when it is no phone number.
 */
export function toPhone(text: string): string | undefined {
  const bare = text
    .normalize('NFKC')
    .replace(/\.0+$/, '')
    .replace(/[\s\-–—.·()/]/g, '');
  if (!/^\+?\d{7,16}$/.test(bare)) return undefined;
  const local = bare.replace(/^(\+82|0082|82(?=0?1[016789]\d{7}))0?/, '0').replace(/^00/, '+');
  return [local, `0${local}`].find((number) => domestic.test(number)) ?? match(foreign, local);
}

function match(pattern: RegExp, text: string): string | undefined {
  return pattern.test(text) ? text : undefined;
}

/** A stored phone number for reading: 010-1234-5678, 02-123-4567, 1588-1234; foreign ones stay as they are. */
export function formatPhone(phone: string): string {
  if (/^1\d{7}$/.test(phone)) return `${phone.slice(0, 4)}-${phone.slice(4)}`;
  return phone.replace(/^(02|0\d{2})(\d{3,4})(\d{4})$/, '$1-$2-$3');
}
