import type { ExplanationEntity, LocalText } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import {
  type Context,
  type Detector,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from '../detector.ts';
import { entityKey } from '../incident.ts';
import { partiesNamed } from '../logs/named-parties.ts';
import { lostCallee, type Saying, sayingsOf } from '../logs/sayings.ts';
import { nameTokens } from '../metrics/meaning.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { seriesShifts, shiftProbability } from '../metrics/shifts.ts';
import { expiriesOf } from '../metrics/tls-expiry.ts';
import { duration } from '../words/figures.ts';

/**
 * Certificates and TLS handshakes, from log lines, spans, alerts, and metrics of the time that a certificate is still valid.
 * Whose fault: an expired, not yet valid, revoked or wrongly named certificate is the fault of who serves it. An unknown
 * authority is the server's when all its clients fail, the client's when one of several does; with a single client it is
 * open, 0.6 for the server (chains are rotated at run time, trust stores come with a deploy), the other way round when
 * the client was deployed shortly before. Who only repeats what a party below says is left out.
 *
 * p = 0.95 (1 - 0.6^n) P(news) share: n records, P(news) even at three deviations above usual, share as above. A
 * certificate whose time runs out in the incident: 0.9 when within two minutes of the onset, 0.6 otherwise.
 */
export const tls: Detector = {
  name: 'tls',
  independent: true,
  detect: (context) => {
    const parts = [...fromTexts(context), ...fromExpiry(context), ...fromCounters(context)];
    const groups = Map.groupBy(parts, ({ entity, detail }) => `${entityKey(entity)}\u0000${detail}`);
    return [...groups.keys()].sort().map((key) => join(groups.get(key)!));
  },
};

interface Part {
  entity: ExplanationEntity;
  detail: string;
  p: number;
  onsetMs: number | null;
  evidence: EvidenceDraft[];
  title?: LocalText;
}

const serverFaults = new Set([
  'certificate_expired',
  'certificate_not_yet_valid',
  'certificate_revoked',
  'hostname_mismatch',
]);
/** TLS alerts that the other side sends about the certificate it was shown. */
const alertOfPeer =
  /remote error: tls: (?:expired|bad|unknown|revoked|unsupported) certificate|tlsv1 alert (?:unknown ca|bad certificate|certificate)|alert (?:bad|unknown|expired|certificate)[ _]/i;
/** What a server logs of a client that broke the handshake off. */
const heardByServer =
  /handshake error from|handshake with (?:client|peer) |accept(?:ing)? (?:tls|connection)|http: TLS handshake/i;

const fromTexts = (context: Context): Part[] => {
  const told = sayingsOf(context, 'tls');
  // A line that names nobody means the party that its writer's other lines and calls name.
  const sayings = told.map((saying) =>
    saying.party !== null
      ? saying
      : {
          ...saying,
          party:
            told.find(
              ({ writer, party, said }) =>
                party !== null &&
                entityKey(party) !== entityKey(writer) &&
                entityKey(writer) === entityKey(saying.writer) &&
                said.detail === saying.said.detail,
            )?.party ?? null,
        },
  );
  // A writer that others complain of in the same words is where it happens; who names it only repeats.
  const speaking = new Set(sayings.map(({ writer, said }) => `${entityKey(writer)}\u0000${said.detail}`));
  const own = sayings.filter(
    ({ party, said, writer }) =>
      party === null ||
      entityKey(party) === entityKey(writer) ||
      !speaking.has(`${entityKey(party)}\u0000${said.detail}`),
  );
  const groups = Map.groupBy(own, (saying) => {
    const server = serverOf(saying);
    return `${entityKey(server ?? saying.writer)}\u0000${saying.said.detail}\u0000${server === null}`;
  });
  return [...groups.keys()].sort().flatMap((key) => blame(context, groups.get(key)!));
};

/** Who serves the certificate; null when it is not known. */
const serverOf = ({ writer, party, text }: Saying): ExplanationEntity | null =>
  heardByServer.test(text) ? writer : party;

const blame = (context: Context, group: readonly Saying[]): Part[] => {
  const [first] = group;
  const { detail } = first!.said;
  const server = serverOf(first!);
  const clients = new Map(
    group
      .filter((saying) => !heardByServer.test(saying.text))
      .map(({ writer }) => [entityKey(writer), writer]),
  );
  const n = group.reduce((sum, saying) => sum + saying.n, 0);
  const likely = group.reduce((most, saying) => Math.max(most, saying.likely), 0);
  const base = 0.95 * (1 - 0.6 ** n) * likely;
  const evidence = group.map((saying) => saying.evidence);
  const onsetMs = group.reduce((least, { firstMs }) => Math.min(least, firstMs), Number.POSITIVE_INFINITY);
  const part = (entity: ExplanationEntity, share: number, told = detail): Part => ({
    entity,
    detail: told,
    p: base * share,
    onsetMs,
    evidence: evidence.slice(0, 4),
  });
  if (server === null) {
    const lost = lostCallee(context, first!.writer);
    return lost === null ? [part(first!.writer, 0.5)] : [part(lost, 0.75), part(first!.writer, 0.25)];
  }
  if (group.every(({ text, writer }) => alertOfPeer.test(text) && writer !== server))
    // The other side refused what it was shown: the certificate of the client, or the other side's own trust.
    return [
      ...[...clients.values()].map((client) => part(client, 0.6, 'client_certificate')),
      part(server, 0.4),
    ];
  if (serverFaults.has(detail)) return [part(server, 1)];
  const shares = sharesOf(context, server, [...clients.keys()]);
  return [
    part(server, shares.server),
    ...[...clients.keys()].sort(compareText).map((key) => part(clients.get(key)!, shares.client)),
  ];
};

/** How blame is split between a server and those of its clients that fail. */
const sharesOf = (
  context: Context,
  server: ExplanationEntity,
  failing: readonly string[],
): { server: number; client: number } => {
  const callers = context.graph
    .in(entityKey(server))
    .filter((edge) => edge.kind === 'call' && (edge.calls === null || edge.calls > 0))
    .map((edge) => edge.from);
  const all = new Set([...callers, ...failing]);
  if (failing.length >= 2 && failing.length >= 0.75 * all.size) return { server: 0.95, client: 0.15 };
  if (all.size >= 2 && failing.length === 1) return { server: 0.3, client: 0.85 };
  if (failing.length >= 2) return { server: 0.6, client: 0.4 };
  const deployed = failing.some((key) => wasDeployed(context, context.graph.entity(key).name));
  return deployed ? { server: 0.4, client: 0.6 } : { server: 0.65, client: 0.4 };
};

const recentMs = 3_600_000;

const wasDeployed = ({ data, onsetMs }: Context, service: string): boolean =>
  data.changes.some((change) => {
    const at =
      change.deployedMs ?? (change.kind === 'deploy' || change.kind === 'config' ? change.timeMs : null);
    return change.service === service && at !== null && at <= onsetMs && at > onsetMs - recentMs;
  });

/** Figures of the time that is left, or of the date of expiry, that pass zero in the incident. */
const fromExpiry = (context: Context): Part[] =>
  expiriesOf(context).map(({ series, crossedMs, before, chart }) => {
    const labels = Object.values(series.labels).join(' ');
    const named = partiesNamed(context, series.entity, labels)[0]?.entity ?? series.entity;
    const near = Math.abs(crossedMs - context.onsetMs) <= 120_000;
    const inIncident = crossedMs >= context.onsetMs - 600_000;
    return {
      entity: named,
      detail: 'certificate_expired',
      p: near ? 0.9 : inIncident ? 0.75 : 0.5,
      onsetMs: crossedMs,
      evidence: [
        evidenceDraft({
          signal: 'metric',
          entity: series.entity,
          subject: series.name.slice(0, 300),
          unit: 's',
          before: before / 1000,
          after: 0,
          n: series.values.length,
          text: {
            en: `The certificate of ${named.name} had ${duration(before)} left at the beginning of the baseline; its time ran out in the time looked at.`,
            zh: `${named.name} 的证书在基线开始时还剩 ${duration(before)}；在所查时间内到期。`,
          },
          query: {
            kind: 'metric',
            name: series.name,
            aggregation: series.aggregation,
            service: series.entity.kind === 'service' ? series.entity.name : '',
            labels: series.labels,
            window: { startMs: context.baseline.startMs, endMs: context.incident.endMs },
          },
          series: chart,
        }),
      ],
    };
  });

/** Counters of failed handshakes. */
const fromCounters = (context: Context): Part[] =>
  seriesShifts(context).flatMap((shift) => {
    const tokens = nameTokens(shift.series.name);
    const has = (pattern: RegExp): boolean => tokens.some((token) => pattern.test(token));
    if (shift.z < 4 || !has(/^(?:tls|ssl|mtls|handshakes?|certificates?)$/)) return [];
    if (!has(/^(?:err\w*|fail\w*|reject\w*|invalid|alerts?|denied|expired)$/)) return [];
    return [
      {
        entity: shift.series.entity,
        detail: 'handshake_failure',
        p: 0.6 * shiftProbability(shift.z),
        onsetMs: shift.onsetMs,
        evidence: [shiftEvidence(context, shift)],
      },
    ];
  });

const join = (parts: readonly Part[]): Finding => {
  const ranked = parts.toSorted((a, b) => b.p - a.p);
  const left = ranked.reduce((rest, { p }) => rest * (1 - Math.min(0.98, p)), 1);
  const onsets = ranked.flatMap(({ onsetMs }) => (onsetMs === null ? [] : [onsetMs]));
  return finding({
    entity: ranked[0]!.entity,
    faultClass: 'tls',
    detail: ranked[0]!.detail,
    p: 1 - left,
    inherits: false,
    onsetMs: onsets.length === 0 ? null : onsets.reduce((a, b) => Math.min(a, b)),
    evidence: ranked.flatMap(({ evidence }) => evidence).slice(0, 5),
  });
};
