/** One incident from one seed: draws a system, puts a fault in, looks whether it shows, and writes what telemetry says. */
import { emptyIncident, type IncidentData, type Resource, type RuntimeRow } from '@nightglass/rootcause';
import { drawLens } from './degrade/lens.ts';
import { drawSampling } from './degrade/sampling.ts';
import { runSystem } from './engine/run.ts';
import { drawTimeline, type Timeline } from './engine/timeline.ts';
import type { Site, Strike } from './faults/family.ts';
import { families } from './faults/index.ts';
import { Reach } from './faults/reach.ts';
import { Chance } from './random.ts';
import { findSymptoms } from './symptom.ts';
import { buildSystem } from './system/build-system.ts';
import { type System, serviceEntity } from './system/system.ts';
import { makeChanges } from './telemetry/changes.ts';
import { Lines } from './telemetry/lines.ts';
import { drawSeriesPlan, makeSeries } from './telemetry/series.ts';
import { TelemetryWatcher } from './telemetry/watch.ts';
import { Wording } from './telemetry/wording.ts';
import type { SimulatedIncident, SimulationOptions } from './types.ts';

/** From here on seeds are the bench's: all wordings and all families. */
export const benchSeeds = 100_000;
const mostTries = 12;

const resourcesOf = (system: System): Record<string, Resource> => {
  const resources: Record<string, Resource> = {};
  for (const pod of system.pods) {
    const { service, machine } = pod;
    resources[pod.name] = {
      service: service.name,
      version: service.version,
      pod: pod.name,
      node: machine.name,
      instance: pod.name,
      attributes: {
        'service.name': service.name,
        'service.version': service.version,
        'service.namespace': service.namespace,
        'service.instance.id': pod.name,
        'deployment.environment.name': system.environment,
        'telemetry.sdk.language': service.language === 'node' ? 'nodejs' : service.language,
        'k8s.namespace.name': service.namespace,
        'k8s.deployment.name': service.name,
        'k8s.pod.name': pod.name,
        'k8s.node.name': machine.name,
        'cloud.availability_zone': machine.zone,
      },
    };
  }
  return resources;
};

export const simulate = (options: SimulationOptions): SimulatedIncident => {
  const normal = options.normalWindow === true || options.family === 'none';
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const chance = new Chance(options.seed).fork(`attempt/${attempt}`);
    const made = trySimulation(options, chance, normal, 1 + attempt * 0.25);
    if (made !== null) return made;
  }
  throw new Error(
    `seed ${options.seed}: no visible place for ${options.family ?? 'any family'} in ${mostTries} systems`,
  );
};

const placeStrike = (options: SimulationOptions, site: Site): { strike: Strike; family: string } | null => {
  const bench = options.seed >= benchSeeds;
  const allowed = families.filter((family) =>
    options.family ? family.name === options.family : bench || !family.heldOut,
  );
  if (allowed.length === 0) throw new Error(`there is no family "${options.family}"`);
  // The seed alone chooses the family: a system without a place for it is drawn again, so that all families are as frequent.
  const family = allowed[new Chance(options.seed).fork('family').below(allowed.length)]!;
  const strike = family.place(site);
  return strike === null ? null : { strike, family: family.name };
};

const trySimulation = (
  options: SimulationOptions,
  chance: Chance,
  normal: boolean,
  severity: number,
): SimulatedIncident | null => {
  const large = options.scale === 'large';
  const system = buildSystem(chance.fork('system'), options.services ?? (large ? 60 : undefined));
  const timeline = drawTimeline(chance.fork('timeline'), large);
  const reach = new Reach(system);
  const wording = new Wording(options.seed, options.seed >= benchSeeds);
  const site: Site = { system, timeline, reach, chance: chance.fork('fault'), wording, severity };
  const placed = normal ? null : placeStrike(options, site);
  if (!normal && placed === null) return null;
  const strike = placed?.strike ?? null;
  const lens = drawLens(chance.fork('lens'), system, options.degradation ?? []);
  const sampling = drawSampling(chance.fork('sampling'), system, timeline, large);
  const lines = new Lines(chance.fork('lines'), system, wording, lens.clockMs);
  const watcher = new TelemetryWatcher(chance.fork('telemetry'), { ...lens, ...sampling }, wording, lines);
  const bends = strike === null ? [] : [bendFrom(strike, timeline)];
  const run = runSystem(chance.fork('run'), system, timeline, bends, { watcher, sampling });
  const symptoms = findSymptoms(system, run.recorder, timeline);
  if (strike !== null && symptoms.length === 0) return null;
  const symptom = symptoms[0] ?? null;
  const entry = system.entries[symptom?.entry ?? chance.below(system.entries.length)]!;
  const target = entry.operation;
  const draw = chance.fork('frame');
  const detectionMs = draw.integer(0, 60) * 1000;
  const incident = { startMs: timeline.onsetMs + Math.min(detectionMs, 45_000), endMs: timeline.endMs };
  const data: IncidentData = {
    ...emptyIncident(
      {
        service: target.service.name,
        operation: draw.chance(0.75) ? target.name : '',
        symptom: symptom === null ? 'unknown' : draw.chance(0.8) ? symptom.kind : 'unknown',
        thresholdMs:
          symptom !== null && draw.chance(0.5) ? Math.ceil((symptom.usualP99Ms * 1.1) / 50) * 50 : null,
      },
      { startMs: timeline.startMs, endMs: timeline.onsetMs - 30_000 },
      incident,
    ),
    resources: resourcesOf(system),
    spans: watcher.spans,
    logs: watcher.logs,
  };
  lines.chatter(data.logs, system, timeline, large ? 20_000 : 300 + system.services.length * 14);
  data.series = makeSeries(
    chance.fork('series'),
    system,
    run.recorder,
    drawSeriesPlan(chance.fork('plan'), system, large),
  );
  const feed = makeChanges(chance.fork('changes'), system, timeline, strike?.change, draw.integer(1, 6));
  data.changes = feed.changes;
  const runtime: RuntimeRow[] = [];
  const kubernetes = { objects: [], events: [], checks: [] };
  strike?.leave?.({
    run,
    logs: data.logs,
    lines,
    runtime,
    kubernetes,
    chance: chance.fork('residue'),
    timeline,
    wording,
  });
  data.runtime = runtime;
  data.coverage.sampledShare = sampling.knownShare;
  data.spans.sort((a, b) => a.startMs - b.startMs);
  data.logs.sort((a, b) => a.timeMs - b.timeMs);
  return {
    data,
    truth: {
      normal,
      entity: strike?.entity ?? serviceEntity(target.service),
      alsoAccepted: strike?.alsoAccepted ?? [],
      faultClass: strike?.faultClass ?? 'unknown',
      acceptedClasses: strike?.acceptedClasses ?? (strike ? [strike.faultClass] : []),
      operation: strike?.operation ?? '',
      changeId: feed.guiltyId,
      family: placed?.family ?? 'none',
      onsetMs: timeline.onsetMs,
      degradation: [...(options.degradation ?? [])],
    },
  };
};

const bendFrom =
  (strike: Strike, timeline: Timeline) =>
  (state: Parameters<Strike['bend']>[0], timeMs: number): void => {
    // Steps are 15 s long: one that begins just before the onset is still normal.
    if (timeMs >= timeline.onsetMs - timeline.stepMs / 2)
      strike.bend(state, Math.max(0, timeMs - timeline.onsetMs), timeMs);
  };
