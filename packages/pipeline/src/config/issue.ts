import { NightglassError } from '@nightglass/model';

/** One mistake in a configuration file. Line and column count from 1. */
export interface ConfigIssue {
  line: number;
  column: number;
  /** Keys joined by dots: `receivers.otlp.protocols.grpc.endpoint`. */
  path: string;
  message: string;
}

/** All mistakes at once, in the order of the file, as `file:line:column: path: message`. */
export class ConfigError extends NightglassError {
  readonly issues: readonly ConfigIssue[];

  constructor(file: string, issues: readonly ConfigIssue[]) {
    const sorted = [...issues].sort((a, b) => a.line - b.line || a.column - b.column);
    const lines = sorted.map(
      (i) => `${file}:${i.line}:${i.column}: ${i.path === '' ? '' : `${i.path}: `}${i.message}`,
    );
    const count = sorted.length === 1 ? 'a mistake' : `${sorted.length} mistakes`;
    super('NG_CONFIG_INVALID', `${file} has ${count}:\n${lines.join('\n')}`, {
      hint: 'correct the lines named above; nothing was started',
    });
    this.name = 'ConfigError';
    this.issues = sorted;
  }
}
