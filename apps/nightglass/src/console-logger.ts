import type { Logger } from '@nightglass/model';
import { printable } from './text-output.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const field = (value: unknown): string => {
  const text =
    value instanceof Error ? value.message : typeof value === 'string' ? value : JSON.stringify(value);
  return /^[^\s"=]+$/.test(text ?? '') ? text : JSON.stringify(text);
};

/**
 * One line per event, `HH:MM:SS level message key=value`, the same on a terminal and in a file (no cursor movement,
 * colour only on a terminal), so that a log file stays readable.
 */
export const createConsoleLogger = (
  level: LogLevel,
  out: NodeJS.WritableStream & { isTTY?: boolean } = process.stderr,
): Logger => {
  const least = logLevels.indexOf(level);
  const colour = out.isTTY === true && process.env.NO_COLOR === undefined;
  const paint = { debug: '\u001b[2m', info: '', warn: '\u001b[33m', error: '\u001b[31m' };
  const write = (at: LogLevel, message: string, fields: Record<string, unknown> = {}): void => {
    if (logLevels.indexOf(at) < least) return;
    const time = new Date().toISOString().slice(11, 19);
    const tail = Object.entries(fields)
      .filter(([, v]) => v !== undefined)
      .map(([k, v]) => ` ${k}=${printable(field(v))}`)
      .join('');
    const line = `${time} ${at.padEnd(5)} ${printable(message)}${tail}`;
    out.write(colour && paint[at] !== '' ? `${paint[at]}${line}\u001b[0m\n` : `${line}\n`);
  };
  return {
    debug: (m, f) => write('debug', m, f),
    info: (m, f) => write('info', m, f),
    warn: (m, f) => write('warn', m, f),
    error: (m, f) => write('error', m, f),
  };
};
