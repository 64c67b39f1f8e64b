import { canonical } from './canonical.ts';
import type { Context, DetectorName, Finding } from './detector.ts';
import { detectorsWith } from './detectors/index.ts';
import { buildGraph } from './graph/build-graph.ts';
import { entityKey, type IncidentData } from './incident.ts';
import { buildTemplates } from './logs/build-templates.ts';
import { loadRatios } from './metrics/load.ts';
import { findOnset } from './onset.ts';
import { feltFactor } from './scoring/felt.ts';
import { matchSignatures, type SignatureCounts, type SignatureMatch } from './signatures/index.ts';
import { findSymptom, type Symptom } from './symptom.ts';
import { buildSpanIndex } from './traces/build-span-index.ts';
import { ownShares } from './traces/own-share.ts';

/** Everything that was found, before it is weighed. */
export interface Examination {
  context: Context;
  /** The onset as found in the data; null when the given start was used. */
  foundOnsetMs: number | null;
  symptom: Symptom;
  findings: { detector: DetectorName; independent: boolean; finding: Finding }[];
  requests: RequestFigures;
  signatures: readonly SignatureMatch[];
}

/** What the requests say of the parties besides the findings: with it the ranking needs no rows. By entity key. */
export interface RequestFigures {
  /** As `ownShares` gives them. */
  ownShares: ReadonlyMap<string, number> | null;
  /** As `loadRatios` gives them. */
  loads: ReadonlyMap<string, number>;
  /** Bad requests that were traced. */
  bad: number;
}

export const requestFigures = (context: Context): RequestFigures => ({
  ownShares: ownShares(context),
  loads: loadRatios(context),
  bad: context.spans.badRoots.size,
});

/** What half of a service's pods show, the service shows; one pod among many stays itself. */
const foldPods = (context: Context, findings: Examination['findings']): void => {
  const { graph } = context;
  const serviceOf = (key: string): string | undefined =>
    graph.in(key).find((e) => e.kind === 'runs_on')?.from;
  const groups = new Map<string, Examination['findings']>();
  for (const found of findings) {
    if (found.finding.entity.kind !== 'pod') continue;
    const key = `${found.detector}\u0000${found.finding.faultClass}\u0000${serviceOf(entityKey(found.finding.entity)) ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [found]);
    else group.push(found);
  }
  for (const group of groups.values()) {
    const owner = serviceOf(entityKey(group[0]!.finding.entity));
    if (owner === undefined) continue;
    const pods = graph.out(owner).filter((edge) => graph.entity(edge.to).kind === 'pod').length;
    const shown = new Set(group.map(({ finding }) => finding.entity.name)).size;
    if (shown * 2 < pods) continue;
    for (const found of group) found.finding = { ...found.finding, entity: graph.entity(owner) };
  }
};

export interface ExamineOptions {
  /** Only these detectors; default all. */
  detectors?: readonly DetectorName[];
  /** What answers to earlier diagnoses taught of alert signatures. */
  learned?: SignatureCounts;
}

/** Prepares the data and asks every detector. Same rows, whatever their order: same examination. */
export const examine = (given: IncidentData, options: ExamineOptions = {}): Examination => {
  const { detectors: only, learned = {} } = options;
  const data = canonical(given);
  const onset = findOnset(data);
  const { baseline, incident } = onset;
  const spans = buildSpanIndex(data, baseline, incident, incident.startMs);
  const context: Context = {
    data,
    baseline,
    incident,
    onsetMs: incident.startMs,
    graph: buildGraph(data, spans),
    spans,
    templates: buildTemplates(data, baseline, incident),
  };
  const felt = feltFactor(context);
  const findings = detectorsWith(learned)
    .filter((detector) => only === undefined || only.includes(detector.name))
    .flatMap((detector) =>
      detector.detect(context).map((finding) => ({
        detector: detector.name,
        independent: detector.independent,
        finding: {
          ...finding,
          p: finding.p * felt(finding),
          entity: context.graph.canonical(finding.entity),
        },
      })),
    )
    .filter(({ finding }) => finding.p > 0.01 && finding.evidence.length > 0);
  foldPods(context, findings);
  return {
    context,
    foundOnsetMs: onset.foundMs,
    symptom: findSymptom(context),
    findings,
    requests: requestFigures(context),
    signatures: matchSignatures(context, learned),
  };
};
