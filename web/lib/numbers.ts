/** Only the digits: `010-1234-5678` → `01012345678`. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** A Korean phone number as people write it, also while it is being typed; others stay as they are. */
export function formatPhone(text: string): string {
  if (text.startsWith('+')) return text;
  const digits = digitsOf(text);
  const area = digits.startsWith('02') ? 2 : 3;
  if (!digits.startsWith('0') || digits.length > 11) return text;
  if (digits.length <= area) return digits;
  const last = digits.length > area + 7 ? 4 : 3;
  const middle = digits.slice(area, area + last);
  const rest = digits.slice(area + last);
  return [digits.slice(0, area), middle, rest].filter(Boolean).join('-');
}

/** `1536000` → "1.5 MB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = bytes > 0 ? Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1) : 0;
  const value = bytes / 1000 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
