import { completeCrash, type DumpArtifact } from '@nightglass/gorun';
import type { AnyValue, Crash } from '@nightglass/model';
import { encodeAnyValue } from '@nightglass/otlp';

/** What a recognised output adds to its record. */
export interface CrashMark {
  kind: Crash['kind'];
  severity: { number: number; text: string };
  /** `keep`: what the sender said under that key stays. Values are encoded. */
  attributes: { key: Buffer; value: Uint8Array; keep: boolean }[];
}

/** Characters: the stack of the goroutine that crashed; the whole output is the body. */
const mostStack = 16 * 1024;
const mostMessage = 4096;

const fatal = { number: 21, text: 'FATAL' };
const error = { number: 17, text: 'ERROR' };

/** Null for a plain dump: nothing crashed, there is nothing to say about it. `text`: the output. */
export const crashMark = (artifact: DumpArtifact, text: string): CrashMark | null => {
  if (artifact.crash === null) return null;
  const crash = completeCrash(artifact);
  const attributes: CrashMark['attributes'] = [];
  const add = (key: string, value: AnyValue, keep = false): void => {
    attributes.push({ key: Buffer.from(key), value: encodeAnyValue(value), keep });
  };
  const addText = (key: string, stringValue: string, keep = false): void => {
    if (stringValue !== '') add(key, { stringValue }, keep);
  };
  addText('exception.type', crash.type || (crash.kind === 'fatal-error' ? 'fatal error' : ''), true);
  addText('exception.message', crash.message.slice(0, mostMessage), true);
  addText('exception.stacktrace', stackOf(crash, text), true);
  addText('nightglass.crash.fingerprint', crash.fingerprint);
  addText('nightglass.crash.kind', crash.kind);
  addText('nightglass.crash.reason', crash.reason);
  // The surest first: one value, so that it can be asked for by `=`. The others stand in the body.
  addText('nightglass.business_key', crash.businessKeys[0]?.value ?? '');
  if (artifact.partial) add('nightglass.crash.partial', { boolValue: true });
  const origin = crash.sites.find(({ role }) => role === 'origin') ?? crash.sites[0];
  if (origin !== undefined) {
    addText('code.function.name', origin.function, true);
    addText('code.file.path', origin.file, true);
    if (origin.line > 0) add('code.line.number', { intValue: String(origin.line) }, true);
  }
  return { kind: crash.kind, severity: crash.endedProcess ? fatal : error, attributes };
};

/** From the header of the crashed goroutine (the first one when it is not known) to the blank line behind its stack. */
const stackOf = (crash: Crash, text: string): string => {
  const named = crash.goroutineId === null ? -1 : text.indexOf(`goroutine ${crash.goroutineId} `);
  const from = named >= 0 ? named : text.search(/goroutine \d/);
  if (from < 0) return '';
  const most = text.slice(from, from + mostStack);
  const end = most.search(/\n[ \t\r]*\n/);
  return end < 0 ? most : most.slice(0, end);
};
