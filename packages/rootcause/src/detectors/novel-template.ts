import type { FaultClass } from '@nightglass/model';
import { type Context, type Detector, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { logEvidence } from '../logs/evidence.ts';
import { type TemplateGrowth, templateGrowths } from '../logs/growth.ts';
import type { LogTemplate } from '../logs/template-table.ts';
import { type Ownership, whose } from '../logs/whose.ts';
import { stableSum } from '../statistics/robust.ts';
import { likelihood } from '../statistics/tests.ts';

/**
 * Log templates that are new, far more frequent, or gone (reference 3.17). Per template, an over-dispersed Poisson:
 * z = (c_A - E) / sqrt(phi E), with E from the baseline's minutes and the service's present volume of ordinary lines, and
 * phi = variance / mean of the baseline's minutes, at least 1.
 *
 * p = P(z) trust(severity) (0.6 + 0.4 F) whose: P(z) is even at z = 4; trust is 0.95 for fatal, 0.8 for error, 0.5 for
 * warnings and for texts that name a fault at any severity, 0.12 for the rest; F is the share of the failing requests
 * that have the line. Several writers that complain of one party are several witnesses (noisy-or). A line that only repeats a callee's failure speaks of the callee, at 0.6 or less. These
 * are rates of being right as judged on incidents with known causes, not fitted.
 */
export const novelTemplate: Detector = {
  name: 'novel_template',
  independent: false,
  detect: (context) => {
    const shares = failingShares(context);
    const groups = new Map<string, Reading[]>();
    const put = (key: string, reading: Reading): void => {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [reading]);
      else group.push(reading);
    };
    for (const growth of templateGrowths(context)) {
      const likely = shiftOf(growth.z);
      if (growth.z > minimumZ) {
        const owner = whose(context, growth.template);
        // Names and certificates have detectors of their own, which read the same lines.
        if (owner.faultClass === 'tls' || owner.faultClass === 'dns') continue;
        const trust = trustOf(growth.template, owner);
        const share = shares === null ? 0.5 : (shares.get(growth.template) ?? 0);
        const p = likely * trust * (0.6 + 0.4 * share) * owner.trust;
        const told = trust > ordinary ? owner : { ...owner, faultClass: 'unknown' as const, detail: '' };
        put(keyOf(told), { growth, p, owner: told });
      } else if (growth.z < -minimumZ && growth.volume > 0.3 && growth.expected >= 5) {
        const owner = gone(growth.template);
        put(keyOf(owner), { growth, p: likely * ordinary, owner });
      }
    }
    return [...groups.keys()]
      .sort()
      .map((key) => toFinding(context, groups.get(key)!))
      .filter((found) => found.p >= 0.02)
      .sort((a, b) => b.p - a.p || (entityKey(a.entity) < entityKey(b.entity) ? -1 : 1))
      .slice(0, maxFindings);
  },
};

interface Reading {
  growth: TemplateGrowth;
  p: number;
  owner: Ownership;
}

const minimumZ = 2;
const maxFindings = 60;
/** Trust in lines that are no warning and name no fault. */
const ordinary = 0.12;

/** Even chance at four deviations, 0.93 at 20. */
const shiftOf = (z: number): number => likelihood(Math.abs(z), 4);

const trustOf = (template: LogTemplate, { said }: Ownership): number => {
  const bySeverity =
    template.severity >= 21 ? 0.95 : template.severity >= 17 ? 0.8 : template.severity >= 13 ? 0.5 : ordinary;
  // A vague word (`timeout`) in an ordinary line is often only a setting that is told.
  const byText = said === null ? 0 : template.severity === 0 || said.faultClass !== 'code_error' ? 0.5 : 0.3;
  return Math.max(bySeverity, byText);
};

const gone = (template: LogTemplate): Ownership => ({
  entity: { kind: 'service', name: template.service },
  faultClass: 'unknown',
  detail: '',
  trust: 1,
  own: false,
  operation: '',
  said: null,
});

const keyOf = ({ entity, faultClass, detail }: Ownership): string =>
  [entityKey(entity), faultClass, detail].join('\u0000');

/** Weighted share of the failing requests whose trace has the template; null when logs and traces are not joined. */
const failingShares = (context: Context): ReadonlyMap<LogTemplate, number> | null => {
  const weights = new Map<string, number>();
  for (const root of context.spans.badRoots) weights.set(root.row.traceId, root.row.weight);
  const total = stableSum([...weights.values()]);
  if (total === 0) return null;
  const seen = new Map<LogTemplate, Set<string>>();
  let joined = false;
  for (const row of context.data.logs) {
    if (row.timeMs < context.onsetMs || row.traceId === '' || !weights.has(row.traceId)) continue;
    joined = true;
    const template = context.templates.of(row);
    if (template === undefined) continue;
    const traces = seen.get(template);
    if (traces === undefined) seen.set(template, new Set([row.traceId]));
    else traces.add(row.traceId);
  }
  if (!joined) return null;
  return new Map(
    [...seen].map(([template, traces]) => [
      template,
      stableSum([...traces].map((id) => weights.get(id)!)) / total,
    ]),
  );
};

/** States of the entity itself are not inherited by who calls it. */
const ownStates: ReadonlySet<FaultClass> = new Set([
  'memory',
  'disk',
  'go_panic',
  'go_map_race',
  'deadlock',
  'node',
]);

const toFinding = (context: Context, group: readonly Reading[]): Finding => {
  const ranked = group.toSorted(
    (a, b) => b.p - a.p || (a.growth.template.template < b.growth.template.template ? -1 : 1),
  );
  const { owner } = ranked[0]!;
  const byWriter = new Map<string, number>();
  for (const { growth, p } of ranked)
    byWriter.set(growth.template.service, Math.max(byWriter.get(growth.template.service) ?? 0, p));
  const left = [...byWriter.keys()].sort().reduce((rest, writer) => rest * (1 - byWriter.get(writer)!), 1);
  const onsets = ranked.flatMap(({ growth }) =>
    growth.z > 0 && growth.template.firstIncident !== null ? [growth.template.firstIncident.timeMs] : [],
  );
  return finding({
    entity: owner.entity,
    faultClass: owner.faultClass,
    detail: owner.detail,
    operation: owner.operation,
    p: Math.min(0.9, 1 - left),
    inherits: !(owner.own && ownStates.has(owner.faultClass)),
    onsetMs: onsets.length === 0 ? null : onsets.reduce((a, b) => Math.min(a, b)),
    evidence: ranked.slice(0, 3).map(({ growth }) => logEvidence(context, growth)),
  });
};
