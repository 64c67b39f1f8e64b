/** A log template as evidence: how often before and now, its text, where to read it. */
import type { LocalText } from '@nightglass/model';
import { type Context, type EvidenceDraft, evidenceDraft } from '../detector.ts';
import { normalTail } from '../statistics/tests.ts';
import { count } from '../words/figures.ts';
import type { TemplateGrowth } from './growth.ts';
import { messageOf } from './message-of.ts';
import type { LogTemplate } from './template-table.ts';

export const longestQuote = 500;

/** The sentence of a template's first record, as it was written. */
export const sentenceOf = (template: LogTemplate): string => {
  const row = template.firstIncident ?? template.samples[0];
  return row === undefined ? template.template : messageOf(row.body).text;
};

/** The longest part of a template without a wildcard: what a text search can find it by. */
export const searchText = (template: LogTemplate): string => {
  let longest = '';
  for (const part of template.template.split('<*>'))
    if (part.trim().length > longest.length) longest = part.trim();
  return longest.slice(0, 200);
};

const wordsOf = (growth: TemplateGrowth): LocalText => {
  const { template, before, after, expected, fresh } = growth;
  const now = count(after);
  const { service } = template;
  if (fresh)
    return {
      en: `${service} logs a line it did not log before, ${now} times.`,
      zh: `${service} 出现此前没有的日志，共 ${now} 次。`,
    };
  if (after === 0)
    return {
      en: `${service} no longer logs a line that was usual: ${count(expected)} expected, none seen.`,
      zh: `${service} 平常的一种日志消失：应有 ${count(expected)} 条，实际没有。`,
    };
  return {
    en: `${service} logs this line ${now} times, ${count(expected)} expected from ${count(before)} before.`,
    zh: `${service} 的这种日志出现 ${now} 次；按此前 ${count(before)} 次推算应为 ${count(expected)} 次。`,
  };
};

export const logEvidence = (context: Context, growth: TemplateGrowth): EvidenceDraft => {
  const { template, expected, after, z } = growth;
  return evidenceDraft({
    signal: 'log',
    entity: { kind: 'service', name: template.service },
    subject: template.template.slice(0, 300),
    unit: '1',
    before: Number(expected.toPrecision(4)),
    after,
    effect: Number(z.toPrecision(4)),
    effectUnit: 'z',
    n: after,
    p: normalTail(Math.abs(z)),
    text: wordsOf(growth),
    quote: sentenceOf(template).slice(0, longestQuote),
    query: {
      kind: 'logs',
      service: template.service,
      text: searchText(template),
      minSeverity: 0,
      window: after > 0 ? context.incident : context.baseline,
    },
    exemplars: template.samples.slice(0, 3).map((row) => ({
      traceId: row.traceId,
      spanId: row.spanId,
      logId: row.id,
      timeMs: row.timeMs,
    })),
  });
};
