import type { ExplanationChange, ExplanationEntity, FaultClass, LocalText } from '@nightglass/model';
import {
  type AttributeDifference,
  type Attributed,
  compareAttributes,
} from '../attributes/compare-attributes.ts';
import { attributesOfRequest, keySeparator } from '../attributes/request-attributes.ts';
import { versionChange } from '../changes/versions.ts';
import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { percent } from '../words/figures.ts';

/**
 * What bad requests have in common that good ones have not (reference 3.16; formulas in attributes/compare-attributes.ts):
 * attributes of all their spans and of the pods, machines and versions that served them. Good are those of the same time
 * when there are enough (then a different mix of requests is no difference), else those of the baseline.
 *
 * It localises and seldom explains, so p = trust F (1 - 1 / ratioLow) n / (n + 10): F is the share of the bad requests,
 * n their number, trust 0.7 for a version, 0.6 for a pod or machine, 0.4 for anything else.
 */
export const attributeSurprise: Detector = {
  name: 'attribute_surprise',
  independent: false,
  detect: (context) => {
    const { bad, good } = requestsOf(context);
    if (bad.length < leastBad || good.length < leastGood) return [];
    const rows = {
      bad: bad.map((root) => attributesOfRequest(context.data, root)),
      good: good.map((root) => attributesOfRequest(context.data, root)),
    };
    const differences = compareAttributes(rows.bad, rows.good, { limit: 40, depth: 3 }).filter((difference) =>
      difference.conditions.every((condition) => differsByValue(condition, rows)),
    );
    const best = new Map<string, Finding>();
    for (const difference of differences) {
      const found = toFinding(context, difference, bad);
      const key = `${entityKey(found.entity)}\u0000${found.faultClass}\u0000${found.detail}\u0000${found.operation}`;
      const known = best.get(key);
      if (known === undefined || found.p > known.p) best.set(key, found);
    }
    return [...best.keys()]
      .sort()
      .map((key) => best.get(key)!)
      .filter(({ p }) => p >= 0.05)
      .sort((a, b) => b.p - a.p || (entityKey(a.entity) < entityKey(b.entity) ? -1 : 1))
      .slice(0, maxFindings);
  },
};

const leastBad = 8;
const leastGood = 20;
const maxRequests = 2000;
const maxFindings = 12;

/** Evenly over the time, when there are more than can be looked at. */
const sampled = (roots: readonly IndexedSpan[]): IndexedSpan[] =>
  roots.length <= maxRequests
    ? [...roots]
    : Array.from({ length: maxRequests }, (_, i) => roots[Math.floor((i * roots.length) / maxRequests)]!);

const requestsOf = (context: Context): { bad: IndexedSpan[]; good: IndexedSpan[] } => {
  const { roots, badRoots } = context.spans;
  const bad = roots.filter((root) => badRoots.has(root));
  const fine = (root: IndexedSpan): boolean => !badRoots.has(root) && !root.row.error;
  const beside = roots.filter((root) => root.bad && fine(root));
  // Where nearly all fail, those that do not are no fair sample.
  const enough = beside.length >= leastGood && beside.length >= 0.1 * bad.length;
  return {
    bad: sampled(bad),
    good: sampled(enough ? beside : roots.filter((root) => !root.bad && fine(root))),
  };
};

/**
 * Among the requests that have the key at all, its value is more frequent in the bad ones. Otherwise the bad requests only
 * pass through a service that the good ones do not ask.
 */
const differsByValue = (
  { key, value }: { key: string; value: string },
  rows: { bad: readonly Attributed[]; good: readonly Attributed[] },
): boolean => {
  const shareOf = (list: readonly Attributed[]): { having: number; share: number } => {
    let having = 0;
    let equal = 0;
    for (const row of list) {
      const values = row.filter(([k]) => k === key);
      if (values.length > 0) having++;
      if (values.some(([, v]) => v.slice(0, 200) === value)) equal++;
    }
    return { having, share: having === 0 ? 0 : equal / having };
  };
  const good = shareOf(rows.good);
  return good.having >= Math.max(5, 0.02 * rows.good.length) && shareOf(rows.bad).share > 1.2 * good.share;
};

interface Reading {
  entity: ExplanationEntity;
  faultClass: FaultClass;
  detail: string;
  operation: string;
  trust: number;
  change: ExplanationChange | null;
}

const splitKey = (key: string): { service: string; attribute: string } => {
  const at = key.indexOf(keySeparator);
  return { service: key.slice(0, at), attribute: key.slice(at + keySeparator.length) };
};

const isVersion =
  /^(?:service\.version|container\.image\.tags?|deployment\.(?:id|name)|app\.version|version|git\.commit\S*|build\.\w+)$/;
const isPod = /^(?:k8s\.pod\.name|service\.instance\.id|container\.(?:name|id)|faas\.instance)$/;
const isNode =
  /^(?:k8s\.node\.name|host\.name|host\.id|node|cloud\.(?:availability_zone|region)|zone|region)$/;

const read = (context: Context, difference: AttributeDifference): Reading => {
  const conditions = difference.conditions.map(({ key, value }) => ({ ...splitKey(key), value }));
  const operation =
    conditions.find(({ attribute }) => attribute === 'operation' || attribute === 'http.route')?.value ?? '';
  const by = (pattern: RegExp) => conditions.find(({ attribute }) => pattern.test(attribute));
  const version = by(isVersion);
  if (version !== undefined) {
    const { service, value } = version;
    return {
      entity: { kind: 'service', name: service },
      faultClass: 'change',
      detail: 'version',
      operation,
      trust: 0.7,
      change: versionChange(context, service, value, firstOf(context, service, value), ''),
    };
  }
  const flag = by(/^feature_flag\./);
  if (flag !== undefined)
    return {
      entity: { kind: 'service', name: flag.service },
      faultClass: 'change',
      detail: 'flag',
      operation,
      trust: 0.5,
      change: flagChange(context, flag),
    };
  const placed = by(isPod) ?? by(isNode);
  if (placed !== undefined) return placeOf(context, placed);
  // The deepest service with a condition of its own is where the difference is made.
  const service = conditions
    .map((condition) => condition.service)
    .sort((a, b) => depthOf(context, b) - depthOf(context, a) || (a < b ? -1 : 1))[0]!;
  return {
    entity: { kind: 'service', name: service },
    faultClass: 'unknown',
    detail: '',
    operation,
    trust: 0.4,
    change: null,
  };
};

/** A pod or a machine that the graph knows; else the service, which fails in that place only. */
const placeOf = (
  context: Context,
  { service, attribute, value }: { service: string; attribute: string; value: string },
): Reading => {
  const pod = isPod.test(attribute);
  const kind = pod ? 'pod' : 'node';
  const entity = context.graph.canonical({ kind, name: value });
  const known = context.graph.nodes.includes(entityKey(entity));
  return {
    entity: known ? entity : { kind: 'service', name: service },
    faultClass: pod ? 'unknown' : 'node',
    detail: '',
    operation: '',
    trust: known ? 0.6 : 0.45,
    change: null,
  };
};

const depthOf = (context: Context, service: string): number => {
  const distance = context.graph.distance(`service:${service}`);
  return Number.isFinite(distance) ? distance : -1;
};

/** First span of the version. */
const firstOf = (context: Context, service: string, version: string): number => {
  for (const { row } of context.spans.all)
    if (row.service === service && context.data.resources[row.resource]?.version === version)
      return row.startMs;
  return context.onsetMs;
};

const flagChange = (
  context: Context,
  { service, value }: { service: string; value: string },
): ExplanationChange => {
  const row = context.data.changes.find((change) => change.kind === 'flag' && change.id === value);
  return {
    id: value,
    kind: 'flag',
    timeMs: row?.timeMs ?? context.onsetMs,
    service,
    summary: row?.summary ?? value,
  };
};

const toFinding = (
  context: Context,
  difference: AttributeDifference,
  bad: readonly IndexedSpan[],
): Finding => {
  const { badWith, badTotal, ratioLow } = difference;
  const { trust, ...reading } = read(context, difference);
  const share = badWith / badTotal;
  const part = share * (1 - 1 / Math.max(1, ratioLow));
  const localises = reading.change !== null || reading.entity.kind !== 'service';
  return finding({
    ...reading,
    p: trust * part * (badTotal / (badTotal + 10)),
    coverage: localises ? Number(part.toPrecision(4)) : null,
    onsetMs: reading.change === null ? null : reading.change.timeMs,
    evidence: [evidence(context, difference, reading.entity, bad)],
  });
};

const words = (difference: AttributeDifference): string =>
  difference.conditions
    .map(({ key, value }) => `${splitKey(key).service} ${splitKey(key).attribute} = ${value}`)
    .join(', ')
    .slice(0, 300);

const evidence = (
  context: Context,
  difference: AttributeDifference,
  entity: ExplanationEntity,
  bad: readonly IndexedSpan[],
) => {
  const { badWith, badTotal, goodWith, goodTotal, ratioLow, q, conditions } = difference;
  const now = percent(badWith / badTotal);
  const usual = percent(goodWith / goodTotal);
  const what = words(difference);
  const text: LocalText = {
    en: `${now} of the bad requests have ${what}; of the good ones ${usual}.`,
    zh: `${now} 的坏请求带有 ${what}；好请求中为 ${usual}。`,
  };
  const root = bad[0]!.row;
  const own = conditions.filter(({ key }) => splitKey(key).attribute !== 'operation');
  const exemplars = bad.filter((request) => hasAll(context, request, conditions)).slice(0, 3);
  return evidenceDraft({
    signal: 'trace',
    entity,
    subject: what,
    unit: '1',
    before: Number((goodWith / goodTotal).toPrecision(4)),
    after: Number((badWith / badTotal).toPrecision(4)),
    effect: Number(ratioLow.toPrecision(4)),
    effectUnit: 'ratio',
    n: badTotal + goodTotal,
    p: q,
    text,
    query: {
      kind: 'traces',
      service: own[0] === undefined ? root.service : splitKey(own[0].key).service,
      operation: '',
      status: '',
      minDurationMs: null,
      attributes: Object.fromEntries(own.map(({ key, value }) => [splitKey(key).attribute, value])),
      window: context.incident,
    },
    exemplars: exemplars.map(({ row }) => ({
      traceId: row.traceId,
      spanId: row.spanId,
      logId: '',
      timeMs: row.startMs,
    })),
  });
};

const hasAll = (
  context: Context,
  root: IndexedSpan,
  conditions: AttributeDifference['conditions'],
): boolean => {
  const pairs = attributesOfRequest(context.data, root);
  return conditions.every(({ key, value }) => pairs.some(([k, v]) => k === key && v.slice(0, 200) === value));
};
