import type { ExplanationEntity } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import { type Context, type Detector, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { hostIn } from '../logs/host-in.ts';
import { partyOfHost, type Saying, sayingsOf } from '../logs/sayings.ts';
import { nameTokens } from '../metrics/meaning.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { seriesShifts, shiftProbability } from '../metrics/shifts.ts';

/**
 * Names that do not resolve, from log lines, spans, alerts and figures of the resolver. Who is to blame follows from who
 * fails for which names:
 * - several writers, several names (or at least three writers): the resolver they share, p share 0.95;
 * - one name that all its callers fail to resolve: the name itself, so the party behind it, 0.8; its callers 0.25;
 * - one writer, several names: the writer's own resolver or node, 0.85;
 * - one writer, one name: the writer's configuration or the record, 0.5 each; a name that does not exist rather
 *   the record when it resolved before.
 * p = 0.95 (1 - 0.6^n) P(news) share, with n records and P(news) even at three deviations above usual.
 */
export const dns: Detector = {
  name: 'dns',
  independent: true,
  detect: (context) => [...fromTexts(context), ...fromResolver(context)],
};

const fromTexts = (context: Context): Finding[] => {
  const sayings = deepest(sayingsOf(context, 'dns'));
  if (sayings.length === 0) return [];
  const writers = new Map(sayings.map(({ writer }) => [entityKey(writer), writer]));
  const names = new Set(sayings.flatMap(({ text, host }) => hostIn(text) || host || []));
  if (writers.size >= 3 || (writers.size >= 2 && names.size >= 2)) {
    const cluster = toFinding(context, resolverOf(context), sayings, 0.95);
    return [cluster, ...each(writers, (writer) => toFinding(context, writer, by(sayings, writer), 0.15))];
  }
  if (writers.size === 1 && names.size >= 2)
    return each(writers, (writer) => toFinding(context, writer, sayings, 0.85));
  const [name = ''] = names;
  const [writer] = writers.values();
  const party =
    partyOfHost(context, writer!, name) ?? sayings.find((saying) => saying.party !== null)?.party ?? null;
  if (party === null) return each(writers, (own) => toFinding(context, own, by(sayings, own), 0.6));
  const callers = context.graph.in(entityKey(party)).filter((edge) => edge.kind === 'call');
  const all = new Set([...callers.map((edge) => edge.from), ...writers.keys()]);
  const shares =
    writers.size >= 2 || all.size === 1
      ? { party: writers.size >= 2 ? 0.8 : 0.5, writer: writers.size >= 2 ? 0.25 : 0.5 }
      : { party: 0.25, writer: 0.8 };
  return [
    toFinding(context, party, sayings, shares.party),
    ...each(writers, (own) => toFinding(context, own, by(sayings, own), shares.writer)),
  ];
};

const each = (
  writers: ReadonlyMap<string, ExplanationEntity>,
  make: (writer: ExplanationEntity) => Finding,
): Finding[] => [...writers.keys()].sort(compareText).map((key) => make(writers.get(key)!));

const by = (sayings: readonly Saying[], writer: ExplanationEntity): Saying[] =>
  sayings.filter((saying) => entityKey(saying.writer) === entityKey(writer));

/** A writer that only passes on what a party it names says itself is left out. */
const deepest = (sayings: readonly Saying[]): Saying[] => {
  const speaking = new Set(sayings.map(({ writer }) => entityKey(writer)));
  return sayings.filter(
    ({ party, writer }) =>
      party === null || entityKey(party) === entityKey(writer) || !speaking.has(entityKey(party)),
  );
};

const resolverName =
  /^(?:core-?dns|kube-dns|node-local-?dns|nodelocaldns|dnsmasq|unbound|named|bind9?|resolver|dns)(?:-|$)/i;

/** The resolver, when the telemetry knows it; else as a party that sends none. */
const resolverOf = (context: Context): ExplanationEntity => {
  const key = context.graph.nodes.find((node) => resolverName.test(context.graph.entity(node).name));
  return key === undefined ? { kind: 'external', name: 'DNS' } : context.graph.entity(key);
};

const toFinding = (
  context: Context,
  entity: ExplanationEntity,
  sayings: readonly Saying[],
  share: number,
): Finding => {
  const n = sayings.reduce((sum, saying) => sum + saying.n, 0);
  const likely = sayings.reduce((most, saying) => Math.max(most, saying.likely), 0);
  const ranked = sayings.toSorted((a, b) => b.n - a.n || compareText(a.text, b.text));
  return finding({
    entity: context.graph.canonical(entity),
    faultClass: 'dns',
    detail: ranked[0]!.said.detail,
    p: 0.95 * (1 - 0.6 ** n) * likely * share,
    inherits: false,
    onsetMs: sayings.reduce((least, { firstMs }) => Math.min(least, firstMs), Number.POSITIVE_INFINITY),
    evidence: ranked.slice(0, 4).map((saying) => saying.evidence),
  });
};

/** Figures of the resolver itself: failures and durations of lookups. */
const fromResolver = (context: Context): Finding[] =>
  seriesShifts(context).flatMap((shift) => {
    const tokens = nameTokens(shift.series.name);
    const isDns = tokens.some((token) => /^(?:dns|coredns|lookup|resolver|nxdomain|servfail)$/.test(token));
    if (!isDns || shift.z < 4) return [];
    const bad = tokens.some((token) =>
      /^(?:err\w*|fail\w*|servfail|nxdomain|timeouts?|dropped)$/.test(token),
    );
    const slow = shift.meaning === 'latency';
    const labels = Object.values(shift.series.labels).join(' ');
    const refused = /SERVFAIL|NXDOMAIN|REFUSED/.test(labels);
    if (!bad && !slow && !refused) return [];
    return [
      finding({
        entity: resolverName.test(shift.series.entity.name) ? shift.series.entity : resolverOf(context),
        faultClass: 'dns',
        detail: slow
          ? 'timeout'
          : /nxdomain/i.test(`${shift.series.name} ${labels}`)
            ? 'not_found'
            : 'server_failure',
        p: 0.6 * shiftProbability(shift.z),
        inherits: false,
        onsetMs: shift.onsetMs,
        evidence: [shiftEvidence(context, shift)],
      }),
    ];
  });
