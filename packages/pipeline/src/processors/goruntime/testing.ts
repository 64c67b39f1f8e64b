/** FOR TESTS: log requests, what is in them, and a processor in front of a consumer that keeps what comes. */
import { readFileSync } from 'node:fs';
import type { AnyValue, KeyValue } from '@nightglass/model';
import { attributesToJson, textAt, transcodeJson, walkLogs } from '@nightglass/otlp';
import type { Batch, ComponentContext, Processor } from '../../component.ts';
import { testContext } from '../../testing/fixtures.ts';
import { goruntimeProcessor } from './factory.ts';

export interface Line {
  body: string;
  service?: string;
  attributes?: Record<string, string>;
  severityNumber?: number;
}
export interface SeenLine {
  body: string;
  severityNumber: number;
  service: string;
  attributes: Record<string, AnyValue>;
  /** The whole record as it is on the wire, hexadecimal. */
  wire: string;
}

export const goSample = (path: string): string =>
  readFileSync(new URL(`../../../../gorun/testdata/go/${path}`, import.meta.url), 'utf8').trimEnd();

const text = (stringValue: string): AnyValue => ({ stringValue });
const keyValues = (values: Record<string, string>): KeyValue[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: text(value) }));

/** One resource per run of lines of one service. */
export const logRequest = (lines: readonly Line[]): Uint8Array => {
  const resourceLogs: { service: string; records: object[] }[] = [];
  for (const { body, service = 'shop', attributes = {}, severityNumber = 9 } of lines) {
    let group = resourceLogs.at(-1);
    if (group?.service !== service) resourceLogs.push((group = { service, records: [] }));
    group.records.push({
      timeUnixNano: '1700000000000000000',
      severityNumber,
      body: text(body),
      attributes: keyValues(attributes),
    });
  }
  const json = {
    resourceLogs: resourceLogs.map(({ service, records }) => ({
      resource: { attributes: keyValues({ 'service.name': service }) },
      scopeLogs: [{ logRecords: records }],
    })),
  };
  return transcodeJson('logs', Buffer.from(JSON.stringify(json)));
};

export const batchOfLines = (lines: readonly Line[]): Batch => ({
  signal: 'logs',
  bytes: logRequest(lines),
  records: lines.length,
  receivedAtUnixNano: 1n,
});

export const readLines = (bytes: Uint8Array): SeenLine[] => {
  const lines: SeenLine[] = [];
  let service = '';
  const objectOf = (list: KeyValue[]): Record<string, AnyValue> =>
    Object.fromEntries(list.map(({ key, value }) => [key, value]));
  walkLogs(bytes, {
    resource(view) {
      service = objectOf(attributesToJson(view.bytes, view.attributes))['service.name']?.stringValue ?? '';
    },
    scope() {},
    log: (view) =>
      lines.push({
        body: textAt(view.bytes, view.bodyFrom, view.bodyTo),
        severityNumber: view.severityNumber,
        service,
        attributes: objectOf(attributesToJson(view.bytes, view.attributes)),
        wire: Buffer.from(view.bytes.subarray(view.from, view.to)).toString('hex'),
      }),
  });
  return lines;
};

export interface TestProcessor {
  processor: Processor;
  context: ComponentContext;
  out: Batch[];
  lines(): SeenLine[];
  /** Thrown by the consumer behind the processor. */
  failure: Error | undefined;
}

/** The consumer behind it counts like the exporter: received and stored. */
export const testProcessor = (config: object = {}): TestProcessor => {
  const context = testContext('');
  const factory = goruntimeProcessor();
  const out: Batch[] = [];
  const state = { context, out, failure: undefined } as unknown as TestProcessor;
  state.lines = () => out.flatMap(({ bytes }) => readLines(bytes));
  const { ledger } = context;
  state.processor = factory.create(context, factory.config.parse(config), {
    async consume(batch) {
      ledger.count('logs', 'received', batch.records);
      ledger.count('logs', state.failure === undefined ? 'stored' : 'rejected', batch.records);
      if (state.failure !== undefined) throw state.failure;
      out.push(batch);
    },
  });
  return state;
};
