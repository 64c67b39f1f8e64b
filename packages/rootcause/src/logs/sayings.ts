/** What the incident's texts complain of, whoever wrote them: log lines, failing spans, alerts that fire. */
import type { ExplanationEntity, FaultClass, LocalText } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import { type Context, type EvidenceDraft, evidenceDraft } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { likelihood, normalTail, proportionGrowth } from '../statistics/tests.ts';
import { type CalleesByCall, calleesByCall } from '../traces/failures.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { count } from '../words/figures.ts';
import { classifyText, type TextClass } from './classify-text.ts';
import { logEvidence, longestQuote, sentenceOf } from './evidence.ts';
import { templateGrowths } from './growth.ts';
import { hostIn } from './host-in.ts';
import { partiesNamed } from './named-parties.ts';
import { spanOf } from './whose.ts';

export interface Saying {
  writer: ExplanationEntity;
  /** The party the text or its span is about; null when nothing tells. */
  party: ExplanationEntity | null;
  /** Host that the text names; '' for none. */
  host: string;
  said: TextClass;
  text: string;
  /** Records, spans or alerts in the incident, not weighted. */
  n: number;
  /** Probability that it is news, 0 to 1. */
  likely: number;
  firstMs: number;
  evidence: EvidenceDraft;
}

const cache = new WeakMap<Context, Saying[]>();

export const sayingsOf = (context: Context, faultClass: FaultClass): Saying[] =>
  allSayings(context).filter(({ said }) => said.faultClass === faultClass);

/** In ascending order of writer and text. */
export const allSayings = (context: Context): readonly Saying[] => {
  let all = cache.get(context);
  if (all === undefined) {
    all = [...fromLogs(context), ...fromSpans(context), ...fromAlerts(context)].sort(
      (a, b) => compareText(entityKey(a.writer), entityKey(b.writer)) || compareText(a.text, b.text),
    );
    cache.set(context, all);
  }
  return all;
};

/** A party of the graph by its host; else the host itself, as somebody who sends no telemetry. */
export const partyOfHost = (
  context: Context,
  writer: ExplanationEntity,
  host: string,
): ExplanationEntity | null => {
  if (host === '') return null;
  const folded = context.graph.canonical({ kind: 'external', name: host });
  const names = [folded.name.toLowerCase(), folded.name.toLowerCase().split('.')[0]!];
  const key = context.graph.nodes.find((node) =>
    names.includes(context.graph.entity(node).name.toLowerCase()),
  );
  const entity = key === undefined ? folded : context.graph.entity(key);
  return entityKey(entity) === entityKey(writer) ? null : entity;
};

const partyIn = (
  context: Context,
  writer: ExplanationEntity,
  text: string,
  host: string,
): ExplanationEntity | null =>
  partiesNamed(context, writer, text).find(({ relation }) => relation !== 'caller')?.entity ??
  partyOfHost(context, writer, host);

/** The party of the call that a span is, or is part of. */
export const partyOfSpan = (context: Context, span: IndexedSpan): ExplanationEntity | null => {
  const { service } = span.row;
  for (let at: IndexedSpan | null = span; at !== null && at.row.service === service; at = at.parent) {
    const answer = at.children.find(
      (child) => child.row.service !== service && child.row.kind !== 'consumer',
    );
    if (answer !== undefined && at.row.kind === 'client')
      return { kind: 'service', name: answer.row.service };
    if (at.row.kind !== 'client' && at.row.kind !== 'producer') continue;
    const usual = usualCallees(context).get(`${service}\u0000${at.row.name}`);
    if (usual !== undefined) return { kind: 'service', name: usual };
    return at.row.peer === null ? null : context.graph.canonical(at.row.peer);
  }
  return null;
};

const calleeCache = new WeakMap<Context, CalleesByCall>();
const usualCallees = (context: Context): CalleesByCall => {
  let callees = calleeCache.get(context);
  if (callees === undefined) calleeCache.set(context, (callees = calleesByCall(context)));
  return callees;
};

/**
 * Of several parties that a writer calls, the one that is asked far less than the others since the trouble began (calls that
 * fail before they arrive are not answered); the only one when there is one. Null when none stands out.
 */
export const lostCallee = (context: Context, writer: ExplanationEntity): ExplanationEntity | null => {
  const { graph } = context;
  const calls = graph.out(entityKey(graph.canonical(writer))).filter((edge) => edge.kind === 'call');
  if (calls.length === 1) return graph.entity(calls[0]!.to);
  const kept = calls
    .filter((edge) => (edge.baselineCalls ?? 0) >= 10)
    .map((edge) => ({ key: edge.to, share: (edge.calls ?? 0) / edge.baselineCalls! }))
    .sort((a, b) => a.share - b.share || compareText(a.key, b.key));
  const [least, next] = kept;
  return least !== undefined && next !== undefined && least.share < 0.4 * next.share
    ? graph.entity(least.key)
    : null;
};

/** Even chance at three deviations. */
const newsOf = (z: number): number => likelihood(Math.max(0, z), 3);

const fromLogs = (context: Context): Saying[] => {
  const sayings: Saying[] = [];
  for (const growth of templateGrowths(context)) {
    const { template, z } = growth;
    const first = template.firstIncident;
    if (first === null || z < 1) continue;
    const text = sentenceOf(template);
    const said = classifyText(text);
    if (said === null) continue;
    const writer: ExplanationEntity = { kind: 'service', name: template.service };
    const host = hostIn(text);
    const span = spanOf(context, first);
    sayings.push({
      writer,
      party: partyIn(context, writer, text, host) ?? (span === undefined ? null : partyOfSpan(context, span)),
      host,
      said,
      text,
      n:
        template.samples.length < 5
          ? template.samples.length
          : Math.max(5, growth.after / meanWeight(growth.template.samples)),
      likely: newsOf(z),
      firstMs: first.timeMs,
      evidence: logEvidence(context, growth),
    });
  }
  return sayings;
};

const meanWeight = (rows: readonly { weight: number }[]): number =>
  Math.max(1, rows.reduce((sum, row) => sum + row.weight, 0) / Math.max(1, rows.length));

const tlsStep = /\b(?:tls|ssl)\b|handshake/i;

/** What a failing span says; a step named after the handshake is one, whatever ended it. */
const saidBySpan = ({ row }: IndexedSpan): { said: TextClass; text: string } | null => {
  for (const text of [
    ...row.exceptions.map(({ type, message }) => (type === '' ? message : `${type}: ${message}`)),
    row.statusMessage,
    row.attributes['error.type'] ?? '',
  ]) {
    const said = text === '' ? null : classify(text);
    if (said === null) continue;
    if (said.faultClass !== 'tls' && row.error && tlsStep.test(row.name))
      return {
        said: {
          faultClass: 'tls',
          detail: said.detail === 'timeout' ? 'timeout' : 'handshake_failure',
          elsewhere: true,
        },
        text,
      };
    return { said, text };
  }
  return null;
};

const known = new Map<string, TextClass | null>();
const classify = (text: string): TextClass | null => {
  const key = text.slice(0, 2000);
  let said = known.get(key);
  if (said === undefined) {
    if (known.size > 5000) known.clear();
    known.set(key, (said = classifyText(key)));
  }
  return said;
};

interface SpanGroup {
  writer: ExplanationEntity;
  party: ExplanationEntity | null;
  host: string;
  said: TextClass;
  text: string;
  operation: string;
  bad: IndexedSpan[];
  good: number;
}

const fromSpans = (context: Context): Saying[] => {
  const groups = new Map<string, SpanGroup>();
  for (const span of context.spans.all) {
    if (!span.row.error && span.row.exceptions.length === 0) continue;
    const found = saidBySpan(span);
    if (found === null) continue;
    const writer: ExplanationEntity = { kind: 'service', name: span.row.service };
    const { attributes } = span.row;
    const host =
      hostIn(found.text) || (attributes['tls.client.server_name'] ?? attributes['server.address'] ?? '');
    const party = partyOfSpan(context, span) ?? partyIn(context, writer, found.text, host) ?? null;
    const key = [
      span.row.service,
      party === null ? '' : entityKey(party),
      found.said.faultClass,
      found.said.detail,
    ].join('\u0000');
    let group = groups.get(key);
    if (group === undefined) {
      group = { writer, party, host, ...found, operation: span.row.name, bad: [], good: 0 };
      groups.set(key, group);
    }
    if (span.bad) {
      if (group.bad.length === 0) Object.assign(group, { text: found.text, operation: span.row.name, host });
      group.bad.push(span);
    } else group.good++;
  }
  const totals = totalsOf(context);
  return [...groups.keys()].sort().flatMap((key) => fromGroup(context, groups.get(key)!, totals));
};

/** Spans of each service before and now. */
const totalsOf = (context: Context): Map<string, { good: number; bad: number }> => {
  const totals = new Map<string, { good: number; bad: number }>();
  for (const { row, bad } of context.spans.all) {
    let total = totals.get(row.service);
    if (total === undefined) totals.set(row.service, (total = { good: 0, bad: 0 }));
    if (bad) total.bad++;
    else total.good++;
  }
  return totals;
};

const fromGroup = (
  context: Context,
  group: SpanGroup,
  totals: ReadonlyMap<string, { good: number; bad: number }>,
): Saying[] => {
  const { writer, bad, good, said, text, operation } = group;
  const total = totals.get(writer.name) ?? { good: 0, bad: 0 };
  const { z } =
    total.good > 0
      ? proportionGrowth(good, total.good, bad.length, total.bad)
      : proportionGrowth(1, 1000, bad.length, total.bad);
  if (bad.length === 0 || z < 1) return [];
  const words: LocalText = {
    en: `${count(bad.length)} spans of ${writer.name} say so, ${count(good)} before.`,
    zh: `${writer.name} 有 ${count(bad.length)} 个 span 如此报告，此前 ${count(good)} 个。`,
  };
  const evidence = evidenceDraft({
    signal: 'trace',
    entity: writer,
    subject: operation.slice(0, 300),
    unit: '1',
    before: good,
    after: bad.length,
    effect: Number(z.toPrecision(4)),
    effectUnit: 'z',
    n: bad.length,
    p: normalTail(z),
    text: words,
    quote: text.slice(0, longestQuote),
    query: {
      kind: 'traces',
      service: writer.name,
      operation,
      status: 'error',
      minDurationMs: null,
      attributes: {},
      window: context.incident,
    },
    exemplars: bad.slice(0, 3).map(({ row }) => ({
      traceId: row.traceId,
      spanId: row.spanId,
      logId: '',
      timeMs: row.startMs,
    })),
  });
  return [
    {
      writer,
      party: group.party,
      host: group.host,
      said,
      text,
      n: bad.length,
      likely: newsOf(z),
      firstMs: bad[0]!.row.startMs,
      evidence,
    },
  ];
};

const fromAlerts = (context: Context): Saying[] =>
  context.data.alerts.flatMap((alert) => {
    const text = `${alert.name} ${alert.text}`;
    const said = alert.firing ? classifyText(alert.text) : null;
    if (said === null || alert.startMs >= context.incident.endMs) return [];
    const host = hostIn(alert.text);
    return [
      {
        writer: alert.entity,
        party: partyIn(context, alert.entity, alert.text, host),
        host,
        said,
        text,
        n: 1,
        likely: 0.9,
        firstMs: alert.startMs,
        evidence: evidenceDraft({
          signal: 'alert',
          entity: alert.entity,
          subject: alert.name.slice(0, 300),
          n: 1,
          text: {
            en: `The alert ${alert.name} of ${alert.entity.name} says so.`,
            zh: `${alert.entity.name} 的告警 ${alert.name} 如此报告。`,
          },
          quote: alert.text.slice(0, longestQuote),
        }),
      },
    ];
  });
