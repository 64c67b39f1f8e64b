/** How the lines of a service look: frameworks print the same sentence in many ways. */
import type { Chance } from '../random.ts';
import type { Language, Service } from '../system/system.ts';

export const lineStyles = {
  go: ['logfmt', 'zap', 'slog', 'klog'],
  java: ['spring', 'logstash', 'logback'],
  python: ['python', 'structlog', 'uvicorn'],
  node: ['pino', 'winston', 'plain'],
} as const satisfies Record<Language, readonly string[]>;
export type LineStyle = (typeof lineStyles)[Language][number];

const level = (severity: number): 'debug' | 'info' | 'warn' | 'error' | 'fatal' =>
  severity >= 21
    ? 'fatal'
    : severity >= 17
      ? 'error'
      : severity >= 13
        ? 'warn'
        : severity >= 9
          ? 'info'
          : 'debug';
const pinoLevels = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

export interface Line {
  timeMs: number;
  severity: number;
  message: string;
  fields: Record<string, string | number>;
}

const pairs = (fields: Line['fields']): string =>
  Object.entries(fields)
    .map(
      ([key, value]) =>
        ` ${key}=${typeof value === 'string' && /[\s"=]/.test(value) ? JSON.stringify(value) : value}`,
    )
    .join('');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const renderLine = (
  style: LineStyle,
  service: Service,
  podName: string,
  line: Line,
  chance: Chance,
): string => {
  const { timeMs, severity, message, fields } = line;
  const word = level(severity);
  const iso = new Date(Math.floor(timeMs)).toISOString();
  const { stem } = service;
  switch (style) {
    case 'logfmt':
      return `ts=${iso} level=${word} component=${stem} msg=${JSON.stringify(message)}${pairs(fields)}`;
    case 'zap':
      return JSON.stringify({
        level: word,
        ts: timeMs / 1000,
        caller: `${stem}/handler.go:${60 + (message.length % 90)}`,
        msg: message,
        ...fields,
      });
    case 'slog':
      return `time=${iso} level=${word.toUpperCase()} msg=${JSON.stringify(message)}${pairs(fields)}`;
    case 'klog':
      return `${word.charAt(0).toUpperCase()}${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 23)}000       1 ${stem}.go:${40 + (message.length % 60)}] ${message}${pairs(fields)}`;
    case 'spring':
      return `${iso.replace('T', ' ').slice(0, 23)} ${word.toUpperCase().padStart(5)} 1 --- [nio-8080-exec-${1 + chance.below(16)}] c.a.${stem}.${capital(stem)}Controller : ${message}${pairs(fields)}`;
    case 'logstash':
      return JSON.stringify({
        '@timestamp': iso,
        level: word.toUpperCase(),
        logger_name: `com.acme.${stem}.${capital(stem)}Service`,
        thread_name: `http-${1 + chance.below(32)}`,
        message,
        ...fields,
      });
    case 'logback':
      return `${iso.slice(11, 23)} [pool-2-thread-${1 + chance.below(12)}] ${word.toUpperCase()} ${capital(stem)}Handler - ${message}${pairs(fields)}`;
    case 'python':
      return `${iso.replace('T', ' ').slice(0, 19)},${iso.slice(20, 23)} ${word === 'warn' ? 'WARNING' : word.toUpperCase()} ${stem}.views ${message}${pairs(fields)}`;
    case 'structlog':
      return JSON.stringify({
        event: message,
        level: word === 'warn' ? 'warning' : word,
        logger: `${stem}.service`,
        timestamp: iso,
        ...fields,
      });
    case 'uvicorn':
      return `${(word === 'warn' ? 'WARNING' : word.toUpperCase()).padEnd(8)} [${stem}] ${message}${pairs(fields)}`;
    case 'pino':
      return JSON.stringify({
        level: pinoLevels[word],
        time: Math.floor(timeMs),
        pid: 18,
        hostname: podName,
        name: stem,
        msg: message,
        ...fields,
      });
    case 'winston':
      return `${word}: ${message}${Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : ''}`;
    case 'plain':
      return `[${iso}] ${stem} ${word.toUpperCase()} ${message}${pairs(fields)}`;
  }
};
