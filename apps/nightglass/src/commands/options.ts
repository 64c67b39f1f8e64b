import { type Command, InvalidArgumentError, Option } from 'commander';
import { type LogLevel, logLevels } from '../console-logger.ts';

/** A TCP port from 0 (any free one) to 65535. */
export const parsePort = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError(`"${text}" is not a port; give a number from 0 (any free port) to 65535.`);
  return Number(text);
};

/** Parser of an option that is a whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`"${text}" is not a whole number from ${least} to ${most}.`);
  };

/** A whole number of days, at least one; ten years at most, because a partition is a day. */
export const parseDays = (text: string): number => {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > 3650)
    throw new InvalidArgumentError(`"${text}" is not a number of days from 1 to 3650.`);
  return Number(text);
};

export const defaultDataDir = '.nightglass';
export const defaultUiPort = 2170;

export const dataOption = (): Option =>
  new Option('--data <dir>', 'folder that holds the data').env('NIGHTGLASS_DATA').default(defaultDataDir);

const hostOption = (): Option =>
  new Option('--host <address>', 'address to listen on; 0.0.0.0 for every interface')
    .env('NIGHTGLASS_HOST')
    .default('127.0.0.1');

const portOption = (flag: string, what: string, env: string, port: number): Option =>
  new Option(`${flag} <number>`, `${what}; 0 picks a free port`).env(env).argParser(parsePort).default(port);

export const logLevelOption = (): Option =>
  new Option('--log-level <level>', 'least severe message that is printed')
    .env('NIGHTGLASS_LOG_LEVEL')
    .choices([...logLevels])
    .default('info' satisfies LogLevel);

export const jsonOption = (): Option => new Option('--json', 'print JSON for programs').default(false);

/** Where to listen: the address and the three ports, for the commands that take or examine them. */
export const withListenOptions = (command: Command): Command =>
  command
    .addOption(hostOption())
    .addOption(portOption('--port', 'port of the page and the API', 'NIGHTGLASS_PORT', defaultUiPort))
    .addOption(portOption('--otlp-grpc-port', 'OTLP over gRPC', 'NIGHTGLASS_OTLP_GRPC_PORT', 4317))
    .addOption(portOption('--otlp-http-port', 'OTLP over HTTP', 'NIGHTGLASS_OTLP_HTTP_PORT', 4318));

/** What a boolean variable says; commander would take any text, even "false", as set. */
export const isOn = (text: string | undefined): boolean => /^(1|true|yes|on)$/i.test(text ?? '');
