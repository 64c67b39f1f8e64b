export {
  type Context,
  type Detector,
  type DetectorName,
  detectorNames,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from './detector.ts';
export * from './incident.ts';
