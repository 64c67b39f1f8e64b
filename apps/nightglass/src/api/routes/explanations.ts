import { type ExplanationRequest, NightglassError } from '@nightglass/model';
import { htmlReport, markdownReport } from '@nightglass/rootcause';
import { readJsonBody } from '../body.ts';
import { integer, oneOf, optionalText, text } from '../params.ts';
import { parseBody } from '../parse.ts';
import { sendBody } from '../respond.ts';
import { type Route, route } from '../route.ts';
import { explanationRequest } from '../schemas/explanations.ts';

const kib = 1024;
const reportPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** ULID: the service says whether it is one. */
const explanationId = { id: text('The explanation.', 64) };

const notKept = (id: string): NightglassError =>
  new NightglassError('NG_NOT_FOUND', `no explanation ${id} is kept`, {
    parameter: 'id',
    hint: 'The newest 1000 of 30 days are kept. Use an id from an answer of /api/v1/explanations.',
  });

const found = <T>(answer: T | null, id: string): T => {
  if (answer !== null) return answer;
  throw notKept(id);
};

export const explanationRoutes: readonly Route[] = [
  route({
    path: '/api/v1/explanations',
    method: 'POST',
    operationId: 'explain',
    tag: 'explanations',
    summary: 'Ask what most likely caused the trouble of a service, or of the whole system, in a time range',
    description:
      'Without a start the last ten minutes are meant. The time before is compared with. With `watch` it looks again ' +
      'every minute until two looks agree, at most for half an hour; GET the explanation to see it.',
    body: { schema: 'ExplanationRequest' },
    queryParams: {},
    answer: { schema: 'Explanation', status: 201 },
    errors: ['NG_NOT_FOUND', 'NG_EXPLANATION_LIMIT', 'NG_STATE_UNAVAILABLE'],
    handle: async ({ request, response, now, signal, explain }) => {
      const asked: ExplanationRequest = parseBody(explanationRequest, await readJsonBody(request, 16 * kib));
      const explanation = await explain().explain(asked, { now, signal });
      response.setHeader('location', `/api/v1/explanations/${explanation.id}`);
      return explanation;
    },
  }),
  route({
    path: '/api/v1/explanations',
    operationId: 'listExplanations',
    tag: 'explanations',
    summary: 'Explanations that are kept, the newest first',
    queryParams: {
      service: optionalText('Only of this service.', 1024).optional(),
      limit: integer('Explanations per page.', 1, 200, 50).optional(),
      cursor: optionalText('`nextCursor` of the page before.', 64).optional(),
    },
    answer: { schema: 'ExplanationsResponse' },
    errors: ['NG_BAD_CURSOR'],
    handle: ({ query, explain }) => explain().list(query),
  }),
  route({
    path: '/api/v1/explanations/data',
    method: 'POST',
    operationId: 'getExplanationData',
    tag: 'explanations',
    summary: 'What the engine would think about: spans, logs, series and changes of a time as one JSON value',
    description:
      'For looking into an answer, and for measuring the engine. It holds telemetry as it was sent.',
    body: { schema: 'ExplanationRequest' },
    queryParams: {},
    answer: { file: 'IncidentData of packages/rootcause as JSON.' },
    errors: ['NG_NOT_FOUND', 'NG_EXPLANATION_LIMIT'],
    handle: async ({ request, response, now, signal, explain }) => {
      const asked: ExplanationRequest = parseBody(explanationRequest, await readJsonBody(request, 16 * kib));
      const json = await explain().data(asked, { now, signal });
      response.setHeader('content-disposition', 'attachment; filename="incident.json"');
      response.setHeader('cache-control', 'no-store');
      await sendBody(request, response, 200, 'application/json; charset=utf-8', json);
    },
  }),
  route({
    path: '/api/v1/explanations/{id}',
    operationId: 'getExplanation',
    tag: 'explanations',
    summary: 'One explanation, as of its last look',
    pathParams: explanationId,
    queryParams: {},
    answer: { schema: 'Explanation' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ path, explain }) => found(await explain().get(path.id), path.id),
  }),
  route({
    path: '/api/v1/explanations/{id}/report',
    operationId: 'getExplanationReport',
    tag: 'explanations',
    summary: 'The explanation as a document, to keep or to send',
    description: 'Markdown, or one HTML file that loads nothing and runs nothing.',
    pathParams: explanationId,
    queryParams: {
      format: oneOf('Default md.', ['md', 'html']).optional(),
      language: oneOf('Default en.', ['en', 'zh']).optional(),
    },
    answer: { file: 'The report, as an attachment.' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ path, query, request, response, explain }) => {
      const { format = 'md', language = 'en' } = query;
      const { id, diagnosis } = found(await explain().get(path.id), path.id);
      if (diagnosis === null) throw notKept(id);
      response.setHeader('content-disposition', `attachment; filename="explanation-${id}.${format}"`);
      response.setHeader('cache-control', 'no-store');
      if (format === 'md')
        return sendBody(
          request,
          response,
          200,
          'text/markdown; charset=utf-8',
          markdownReport(diagnosis, language),
        );
      // Its styles stand in it; nothing else is allowed, wherever it is opened.
      response.setHeader('content-security-policy', reportPolicy);
      return sendBody(request, response, 200, 'text/html; charset=utf-8', htmlReport(diagnosis, language));
    },
  }),
  route({
    path: '/api/v1/explanations/{id}/feedback',
    method: 'POST',
    operationId: 'judgeExplanation',
    tag: 'explanations',
    summary: 'Say that a hypothesis was right, or that it was not this',
    description: 'Teaches the alert signatures. The last answer to a hypothesis counts.',
    pathParams: explanationId,
    queryParams: {
      hypothesis: text('Its id: h1.', 64),
      answer: oneOf('What it was.', ['confirmed', 'rejected']),
    },
    answer: { schema: 'Explanation', status: 201 },
    errors: ['NG_NOT_FOUND', 'NG_STATE_UNAVAILABLE'],
    handle: async ({ path, query, request, now, explain }) => {
      request.resume();
      const nowMs = Number(now / 1_000_000n);
      const judged = await explain().feedback(path.id, query.hypothesis, query.answer, nowMs);
      if (judged !== null) return judged;
      if ((await explain().get(path.id)) === null) throw notKept(path.id);
      throw new NightglassError('NG_NOT_FOUND', `the explanation has no hypothesis ${query.hypothesis}`, {
        parameter: 'hypothesis',
        hint: 'Use the id of one of its hypotheses: h1.',
      });
    },
  }),
];
