export type LogFields = Record<string, string | number | boolean | null | undefined>;
export type Log = (event: string, fields?: LogFields) => void;

/** One JSON object a line. Fields are ids, counts and codes: no names of people, no signed addresses. */
export function jsonLog(
  base: LogFields,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Log {
  return (event, fields = {}) =>
    write(`${JSON.stringify({ at: new Date().toISOString(), event, ...base, ...fields })}\n`);
}
