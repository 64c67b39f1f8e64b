/** Lines that say the same but for their numbers and ids, as one: ten handshakes that failed are one thing to read. */
import type { LogRecord } from '@nightglass/model';

export interface LogGroup {
  /** The newest of them. */
  log: LogRecord;
  count: number;
}

/** Ids, hex runs, quoted texts and numbers are what changes from line to line. */
const shapeOf = (text: string): string =>
  text
    .slice(0, 400)
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, '#')
    .replace(/\b[0-9a-f]*\d[0-9a-f]*(\.\d+)?\b/gi, '#')
    .replace(/\d+(\.\d+)?/g, '#');

/** `logs` newest first; groups by service, severity and shape, in the order of their newest line. */
export const groupLines = (logs: readonly LogRecord[], textOf: (log: LogRecord) => string): LogGroup[] => {
  const groups = new Map<string, LogGroup>();
  for (const log of logs) {
    const key = `${log.service}\n${log.severityNumber}\n${shapeOf(textOf(log))}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { log, count: 1 });
    else group.count++;
  }
  return [...groups.values()];
};
