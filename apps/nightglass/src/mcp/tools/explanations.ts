import { NightglassError } from '@nightglass/model';
import { queryPath } from '@nightglass/rootcause';
import { z } from 'zod';
import { optionalText, text } from '../../api/params.ts';
import { language, limit, service } from '../arguments.ts';
import { evidenceAnswer, explanationAnswer } from '../diagnosis-view.ts';
import { isoMs, shortOrNull } from '../numbers.ts';
import { notFound, type Tool, type ToolCall, tool } from '../tool.ts';
import { nameOf } from '../untrusted.ts';

const id = text('Id of an explanation, from explain or list_explanations.', 64);
const moment = (what: string) =>
  z
    .string()
    .max(64)
    .optional()
    .meta({ description: `${what} RFC 3339, Unix seconds, or relative to now (-15m, now).` });

const kept = async (wanted: string, { explain }: ToolCall) => {
  const explanation = await explain().get(wanted);
  if (explanation !== null) return explanation;
  throw notFound(
    `no explanation ${nameOf(wanted, 64)} is kept`,
    'id',
    'list_explanations names those that are kept.',
  );
};

export const explanationTools: readonly Tool[] = [
  tool({
    name: 'explain',
    title: 'Explain an incident',
    description:
      'What most likely caused the trouble of a service (or of the whole system) in a time range, with ranked hypotheses, ' +
      'evidence for and against, what was ruled out and what could not be seen. Takes a few seconds. The answer is kept; ' +
      'nothing else changes.',
    shape: {
      service: optionalText('Service that shows the trouble; without it the whole system.', 1024).optional(),
      operation: optionalText('Only this operation of the service.', 4096).optional(),
      start: moment('About when it began. Default: ten minutes before the end.'),
      end: moment('Default: now.'),
      language,
    },
    run: async ({ language: spoken = 'en', ...asked }, { now, signal, explain }) =>
      explanationAnswer(await explain().explain(asked, { now, signal }), spoken),
  }),
  tool({
    name: 'list_explanations',
    title: 'Earlier explanations',
    description: 'Explanations that are kept, the newest first.',
    shape: {
      service,
      limit: limit('Explanations', 100, 20),
      cursor: optionalText('next_cursor of the answer before.', 64).optional(),
    },
    run: async ({ service: wanted, limit: most = 20, cursor }, { explain }) => {
      const { explanations, nextCursor } = await explain().list({ service: wanted, limit: most, cursor });
      return {
        result: {
          explanations: explanations.map((e) => ({
            id: e.id,
            created: isoMs(e.createdMs),
            service: nameOf(e.service),
            operation: nameOf(e.operation),
            state: e.state,
            verdict: e.verdict,
            summary: e.summary === null ? null : nameOf(e.summary.en, 400),
            confidence: shortOrNull(e.confidence),
          })),
          next_cursor: nextCursor,
        },
        cuttable: [{ list: 'explanations', how: 'Give a smaller limit and follow next_cursor.' }],
      };
    },
  }),
  tool({
    name: 'get_explanation',
    title: 'One explanation',
    description:
      'One explanation that is kept: the diagnosis with its hypotheses and evidence, as of its last look.',
    shape: { id, language },
    run: async ({ id: wanted, language: spoken = 'en' }, call) =>
      explanationAnswer(await kept(wanted, call), spoken),
  }),
  tool({
    name: 'get_evidence',
    title: 'One piece of evidence',
    description:
      'One piece of evidence in full: figures before and after, windows, size of the effect, chance, the text it quotes, ' +
      'example traces, its series, and the query that gives it again.',
    shape: { id, evidence_id: text('Id of the evidence: e1.', 32), language },
    run: async ({ id: wanted, evidence_id: one, language: spoken = 'en' }, call) => {
      const { diagnosis } = await kept(wanted, call);
      const evidence = diagnosis?.evidence.find((e) => e.id === one);
      if (evidence === undefined)
        throw new NightglassError('NG_NOT_FOUND', `the explanation has no evidence ${nameOf(one, 32)}`, {
          parameter: 'evidence_id',
          hint: 'get_explanation lists the ids of its evidence.',
        });
      return evidenceAnswer(evidence, spoken, evidence.query === null ? null : queryPath(evidence.query));
    },
  }),
];
