import { InvalidArgumentError, Option } from 'commander';
import { type LogLevel, logLevels } from '../console-logger.ts';

/** A TCP port from 0 (any free one) to 65535. */
export const parsePort = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError(`"${text}" is not a port; give a number from 0 (any free port) to 65535.`);
  return Number(text);
};

/** A whole number of days, at least one; ten years at most, because a partition is a day. */
export const parseDays = (text: string): number => {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > 3650)
    throw new InvalidArgumentError(`"${text}" is not a number of days from 1 to 3650.`);
  return Number(text);
};

export const defaultDataDir = '.nightglass';
export const defaultPorts = { ui: 2170, otlpGrpc: 4317, otlpHttp: 4318 } as const;

export const dataOption = (): Option =>
  new Option('--data <dir>', 'folder that holds the data').env('NIGHTGLASS_DATA').default(defaultDataDir);

export const hostOption = (): Option =>
  new Option('--host <address>', 'address to listen on; 0.0.0.0 for every interface')
    .env('NIGHTGLASS_HOST')
    .default('127.0.0.1');

export const portOption = (flag: string, what: string, env: string, port: number): Option =>
  new Option(`${flag} <number>`, `${what}; 0 picks a free port`).env(env).argParser(parsePort).default(port);

export const logLevelOption = (): Option =>
  new Option('--log-level <level>', 'least severe message that is printed')
    .env('NIGHTGLASS_LOG_LEVEL')
    .choices([...logLevels])
    .default('info' satisfies LogLevel);

export const jsonOption = (): Option => new Option('--json', 'print JSON for programs').default(false);
