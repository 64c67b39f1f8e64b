import { canonical } from './canonical.ts';
import type { Context, DetectorName, Finding } from './detector.ts';
import { detectorsWith } from './detectors/index.ts';
import { buildGraph } from './graph/build-graph.ts';
import type { IncidentData } from './incident.ts';
import { buildTemplates } from './logs/build-templates.ts';
import { findOnset } from './onset.ts';
import { matchSignatures, type SignatureCounts, type SignatureMatch } from './signatures/index.ts';
import { findSymptom, type Symptom } from './symptom.ts';
import { buildSpanIndex } from './traces/build-span-index.ts';

/** Everything that was found, before it is weighed. */
export interface Examination {
  context: Context;
  /** The onset as found in the data; null when the given start was used. */
  foundOnsetMs: number | null;
  symptom: Symptom;
  findings: { detector: DetectorName; independent: boolean; finding: Finding }[];
  signatures: readonly SignatureMatch[];
}

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
  const findings = detectorsWith(learned)
    .filter((detector) => only === undefined || only.includes(detector.name))
    .flatMap((detector) =>
      detector.detect(context).map((finding) => ({
        detector: detector.name,
        independent: detector.independent,
        finding: { ...finding, entity: context.graph.canonical(finding.entity) },
      })),
    )
    .filter(({ finding }) => finding.p > 0.01 && finding.evidence.length > 0);
  return {
    context,
    foundOnsetMs: onset.foundMs,
    symptom: findSymptom(context),
    findings,
    signatures: matchSignatures(context, learned),
  };
};
