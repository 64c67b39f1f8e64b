/** FOR TESTS: an API that answers from made-up telemetry, and MCP clients of it. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Diagnosis, Explanation, LogRecord, Span, TraceResponse } from '@nightglass/model';
import { sampleDiagnosis } from '@nightglass/rootcause/testing';
import type { Explaining } from '../../api/api-server.ts';
import { type Answers, fakeQueries, type Listening, listen, now } from '../../api/testing/fixture.ts';

export const explanationId = '01JPA0000000000000000000AB';
export const traceId = '4bf92f3577b34da6a3ce929d0e0e4701';
export const spanId = '00f067aa0ba90201';
const nano = (ms: number): string => `${ms}000000`;

export const explanationOf = (diagnosis: Diagnosis): Explanation => ({
  id: explanationId,
  createdMs: now,
  updatedMs: now,
  service: 'checkout',
  operation: '',
  state: 'stable',
  looks: 1,
  readMs: 40,
  thinkMs: 60,
  error: null,
  diagnosis,
  narration: null,
  feedback: [],
});

const scope = { name: '', version: '', attributes: [] };

export const logOf = (body: string, i = 0): LogRecord => ({
  id: `l${i}`,
  timeUnixNano: nano(now - 60_000 + i),
  observedTimeUnixNano: nano(now - 60_000 + i),
  severityNumber: 17,
  severityText: 'ERROR',
  service: 'payment',
  resourceId: 'r',
  scope,
  body: { stringValue: body },
  attributes: [{ key: 'log.note', value: { stringValue: body } }],
  droppedAttributesCount: 0,
  eventName: '',
  flags: 0,
  traceId,
  spanId,
});

export const spanOf = (text: string, id = spanId, error = true): Span => ({
  traceId,
  spanId: id,
  parentSpanId: '',
  traceState: '',
  flags: 0,
  name: 'POST /charge',
  kind: 'SERVER',
  startTimeUnixNano: nano(now - 60_000),
  endTimeUnixNano: nano(now - 59_000),
  durationNano: 1e9,
  service: 'payment',
  resourceId: 'r',
  scope,
  status: { code: error ? 'ERROR' : 'UNSET', message: text },
  attributes: [{ key: 'user.note', value: { stringValue: text } }],
  droppedAttributesCount: 0,
  events: [
    {
      timeUnixNano: nano(now),
      name: 'exception',
      attributes: [{ key: 'exception.message', value: { stringValue: text } }],
      droppedAttributesCount: 0,
    },
  ],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
});

export const traceOf = (text: string): TraceResponse => ({
  traceId,
  spans: [spanOf(text)],
  resources: { r: { attributes: [{ key: 'service.version', value: { stringValue: text } }] } },
  truncated: false,
  totalSpans: 1,
});

/** All that telemetry says is `text`. */
const answersWith = (text: string): Answers => ({
  logs: () => ({ logs: [logOf(text)], resources: {}, nextCursor: null }),
  trace: () => traceOf(text),
  traces: (params) => ({
    traces:
      params.status === 'error'
        ? Array.from({ length: 20 }, (_, i) => summary(i))
        : Array.from({ length: 20 }, (_, i) => summary(100 + i)),
    nextCursor: null,
  }),
  services: () => ({ services: [] }),
  serviceMap: () => ({ nodes: [], edges: [] }),
  metricNames: () => ({ names: [] }),
});

const summary = (i: number) => ({
  traceId: i.toString(16).padStart(32, 'a'),
  rootService: 'edge',
  rootOperation: 'GET /',
  rootMissing: false,
  startTimeUnixNano: nano(now),
  durationNano: 1e9,
  spanCount: 1,
  errorCount: i < 100 ? 1 : 0,
  services: [],
  matchedSpanId: spanId,
});

export const explainingOf = (diagnosis: Diagnosis, text: string): Explaining =>
  ({
    service: {
      explain: async () => explanationOf(diagnosis),
      get: async (id: string) => (id === explanationId ? explanationOf(diagnosis) : null),
      list: async () => ({
        explanations: [
          {
            id: explanationId,
            createdMs: now,
            service: 'checkout',
            operation: '',
            state: 'stable',
            verdict: diagnosis.verdict,
            summary: diagnosis.summary,
            confidence: 0.91,
          },
        ],
        nextCursor: null,
      }),
    },
    state: {
      changes: async () => [
        {
          id: 'c1',
          kind: 'deploy',
          timeMs: now,
          service: 'payment',
          summary: text,
          version: '',
          author: '',
          diff: text,
          files: [],
        },
      ],
    },
  }) as unknown as Explaining;

export const serve = async (
  {
    text = 'x',
    diagnosis = sampleDiagnosis(),
    answers = {},
  }: { text?: string; diagnosis?: Diagnosis; answers?: Answers } = {},
  options: Parameters<typeof listen>[0] = {},
): Promise<Listening & { asked: ReturnType<typeof fakeQueries>['asked'] }> => {
  const { queries, asked } = fakeQueries({ ...answersWith(text), ...answers });
  const server = await listen({ queries, explain: explainingOf(diagnosis, text), ...options });
  return { ...server, asked };
};

export const connect = async (url: string, headers: Record<string, string> = {}): Promise<Client> => {
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } }));
  return client;
};

/** The text of a tool's answer. */
export const textOf = async (
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<{ text: string; isError: boolean }> => {
  const answer = await client.callTool({ name, arguments: args });
  const [first] = answer.content as { type: string; text: string }[];
  return { text: first?.text ?? '', isError: answer.isError === true };
};
