/** One incident from one seed: draws a system, puts a fault in, looks whether it shows, and writes what telemetry says. */
import { emptyIncident, entityKey, type IncidentData, type KubernetesState } from '@nightglass/rootcause';
import { addLogNoise, spikeSeries } from './decoys.ts';
import { degrade } from './degrade/apply.ts';
import { drawDegradation } from './degrade/draw.ts';
import { drawSight } from './degrade/lens.ts';
import { drawSampling } from './degrade/sampling.ts';
import { type Bend, type Run, runSystem } from './engine/run.ts';
import { drawTimeline, type Timeline } from './engine/timeline.ts';
import type { Site, Strike } from './faults/family.ts';
import { families } from './faults/index.ts';
import { Reach } from './faults/reach.ts';
import { Chance } from './random.ts';
import { findSymptoms, type Symptom } from './symptom.ts';
import { buildSystem } from './system/build-system.ts';
import { type System, serviceEntity } from './system/system.ts';
import { makeAlerts } from './telemetry/alerts.ts';
import { type ChangeFeed, makeChanges } from './telemetry/changes.ts';
import { leaveEveryday } from './telemetry/go-artifacts.ts';
import { addInnocentEvents, makeKubernetes, noteOutages } from './telemetry/kubernetes.ts';
import { Lines } from './telemetry/lines.ts';
import { mentioned } from './telemetry/mentions.ts';
import { Resources } from './telemetry/resources.ts';
import { drawSeriesPlan, makeSeries } from './telemetry/series.ts';
import { callEdges } from './telemetry/topology.ts';
import { TelemetryWatcher } from './telemetry/watch.ts';
import { Wording } from './telemetry/wording.ts';
import type { Degradation, SimulatedIncident, SimulationOptions } from './types.ts';

/** From here on seeds are the bench's: all wordings and all families. */
export const benchSeeds = 100_000;
/** Systems drawn before it is given up that a family shows in one of them. */
const mostTries = 20;
/** After these a drawn telemetry is given up, too: some faults never show in log lines alone. */
const triesAsDrawn = 8;

/** Everything that is drawn before time begins to run. */
interface Scene {
  options: SimulationOptions;
  chance: Chance;
  system: System;
  timeline: Timeline;
  wording: Wording;
  /** The fault at its place, fresh: a strike may keep what it saw in a run. Null in a normal window. */
  strike: () => Strike | null;
  family: string;
  degradation: readonly Degradation[];
  large: boolean;
}

/** Throws when there is no such family, or no visible place for it in any of the systems that the seed gives. */
export const simulate = (options: SimulationOptions): SimulatedIncident => {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const chance = new Chance(options.seed).fork(`attempt/${attempt}`);
    const scene = drawScene(options, chance, attempt);
    const target = scene === null ? null : rehearse(scene);
    const made = scene === null || target === null ? null : play(scene, target);
    if (made !== null) return made;
  }
  const wanted = options.family ?? 'any family';
  throw new Error(`seed ${options.seed}: no visible place for ${wanted} in ${mostTries} systems`);
};

const drawScene = (options: SimulationOptions, chance: Chance, attempt: number): Scene | null => {
  const severity = 1 + Math.min(attempt, 12) * 0.2;
  const large = options.scale === 'large';
  const bench = options.seed >= benchSeeds;
  const normal = options.normalWindow === true || options.family === 'none';
  const system = buildSystem(chance.fork('system'), options.services ?? (large ? 60 : undefined));
  const timeline = drawTimeline(chance.fork('timeline'), large);
  const wording = new Wording(options.seed, bench);
  // The seed alone chooses the family: a system without a place for it is drawn again, so all families are as frequent.
  const seedChance = new Chance(options.seed);
  const drawn = large || attempt >= triesAsDrawn ? [] : drawDegradation(seedChance.fork('degradation'));
  const degradation = options.degradation ?? drawn;
  const scene = { options, chance, system, timeline, wording, degradation, large };
  if (normal) return { ...scene, strike: () => null, family: 'none' };
  const allowed = families.filter(({ name, heldOut }) =>
    options.family ? name === options.family : bench || !heldOut,
  );
  if (allowed.length === 0) throw new Error(`there is no family "${options.family}"`);
  const family = allowed[seedChance.fork('family').below(allowed.length)]!;
  const reach = new Reach(system);
  const strike = (): Strike | null => {
    const site: Site = {
      system,
      timeline,
      reach,
      chance: chance.fork(`fault/${family.name}`),
      wording,
      severity,
    };
    return family.place(site);
  };
  return strike() === null ? null : { ...scene, strike, family: family.name };
};

/** Whom an alert would be about. */
interface Target {
  entry: number;
  /** Null in a normal window. */
  symptom: Symptom | null;
}

/** The same run that is shown later, watched by nobody: does it make an incident, and where does it show? */
const rehearse = (scene: Scene): Target | null => {
  const { chance, system, timeline } = scene;
  const { recorder } = runSystem(chance.fork('run'), system, timeline, bendsOf(scene, scene.strike()), null);
  const symptom = findSymptoms(system, recorder, timeline)[0] ?? null;
  // A fault that nobody notices is no incident; a quiet window that somebody would notice is none either.
  if ((scene.family === 'none') !== (symptom === null)) return null;
  if (scene.degradation.includes('logs_only') && symptom?.kind === 'latency') return null;
  return { symptom, entry: symptom?.entry ?? chance.fork('target').below(system.entries.length) };
};

const play = (scene: Scene, target: Target): SimulatedIncident | null => {
  const { chance, system, timeline, degradation, large } = scene;
  const strike = scene.strike();
  const changing = chance.fork('changes');
  const feed = makeChanges(changing, system, timeline, strike?.change, changing.integer(1, 6));
  const resources = new Resources(system, feed.changes);
  const sight = drawSight(chance.fork('sight'), system, degradation, strike?.clock, timeline.onsetMs);
  const head = degradation.includes('head_sampling');
  const sampling = drawSampling(chance.fork('sampling'), system, timeline, {
    large,
    head,
    target: target.entry,
  });
  const lens = { ...sight, ...sampling, resource: resources.keyAt.bind(resources) };
  const lines = new Lines(chance.fork('lines'), system, scene.wording, lens);
  const watcher = new TelemetryWatcher(chance.fork('telemetry'), lens, scene.wording, lines);
  const run = runSystem(chance.fork('run'), system, timeline, bendsOf(scene, strike), { watcher, sampling });
  const data = frame(scene, target);
  data.resources = resources.all;
  data.spans = watcher.spans;
  data.logs = watcher.logs;
  data.coverage.sampledShare = sampling.knownShare;
  addRest(scene, strike, data, run, lines, feed, target.symptom);
  finish(chance.fork('degrade'), data, timeline, degradation);
  // Who is in none of the data cannot be named by anybody.
  if (strike !== null && !mentioned(data).has(entityKey(strike.entity))) return null;
  const known = data.changes.some(({ id }) => id === feed.guiltyId);
  return {
    data,
    truth: {
      normal: strike === null,
      entity: strike?.entity ?? { kind: 'service', name: data.target.service },
      alsoAccepted: strike?.alsoAccepted ?? [],
      faultClass: strike?.faultClass ?? 'unknown',
      acceptedClasses: strike?.acceptedClasses ?? (strike ? [strike.faultClass] : []),
      operation: strike?.operation ?? '',
      changeId: known ? feed.guiltyId : null,
      family: scene.family,
      onsetMs: timeline.onsetMs,
      degradation: [...degradation],
    },
  };
};

/** Who asks, about what and when: an alert fires up to 45 s after the onset. */
const frame = ({ chance, system, timeline }: Scene, { entry, symptom }: Target): IncidentData => {
  const draw = chance.fork('frame');
  const { service, name } = system.entries[entry]!.operation;
  const told = draw.chance(0.5);
  const kinds = ['latency', 'errors', 'unknown'] as const;
  return emptyIncident(
    {
      service: service.name,
      // Of the whole service only when that, too, would have raised an alert.
      operation: draw.chance(0.75) || (symptom?.strength ?? 0) < 4 ? name : '',
      symptom: symptom === null ? draw.pick(kinds) : draw.chance(0.8) ? symptom.kind : 'unknown',
      thresholdMs: symptom !== null && told ? Math.ceil((symptom.usualP99Ms * 1.1) / 50) * 50 : null,
    },
    { startMs: timeline.startMs, endMs: timeline.onsetMs - 30_000 },
    { startMs: Math.round(timeline.onsetMs + draw.between(0, 45_000)), endMs: timeline.endMs },
  );
};

/** Everything that requests do not leave: chatter, series, changes, alerts, the cluster, and what the fault itself leaves. */
const addRest = (
  scene: Scene,
  strike: Strike | null,
  data: IncidentData,
  run: Run,
  lines: Lines,
  feed: ChangeFeed,
  symptom: Symptom | null,
): void => {
  const { chance, system, timeline, wording, large } = scene;
  const draw = chance.fork('rest');
  lines.chatter(data.logs, system, timeline, large ? 20_000 : 300 + system.services.length * 14);
  data.series = makeSeries(
    chance.fork('series'),
    system,
    run.recorder,
    drawSeriesPlan(chance.fork('plan'), system, large),
  );
  const spared = new Set(
    strike === null ? [] : [strike.entity, ...(strike.alsoAccepted ?? [])].map(({ name }) => name),
  );
  spikeSeries(chance.fork('spikes'), data.series, timeline, spared, draw.integer(0, 4));
  addLogNoise(chance.fork('noise'), data.logs, lines, system, timeline, spared, draw.integer(0, 3));
  if (draw.chance(0.25)) leaveEveryday(chance.fork('everyday'), system, timeline, data.runtime, spared);
  if (draw.chance(0.85)) data.changes = feed.changes;
  if (draw.chance(0.5)) {
    const target =
      symptom === null
        ? null
        : { entity: serviceEntity(system.entries[symptom.entry]!.operation.service), kind: symptom.kind };
    data.alerts = makeAlerts(chance.fork('alerts'), system, run.recorder, timeline, wording, target);
  }
  const kubernetes: KubernetesState = makeKubernetes(system, timeline);
  noteOutages(kubernetes, run.state.outages, timeline.endMs);
  addInnocentEvents(chance.fork('events'), kubernetes, system, timeline);
  strike?.leave?.({
    run,
    logs: data.logs,
    lines,
    runtime: data.runtime,
    kubernetes,
    chance: chance.fork('residue'),
    timeline,
    wording,
  });
  if (draw.chance(0.6) || strike?.kubernetes) data.kubernetes = kubernetes;
  // Where no spans tell who calls whom, a catalogue does.
  if (draw.chance(0.3) || scene.degradation.some((one) => one === 'metrics_only' || one === 'logs_only'))
    data.topology = callEdges(system);
};

/** Nothing is known yet of what has not ended; then the telemetry's own faults; then the order of time. */
const finish = (
  chance: Chance,
  data: IncidentData,
  timeline: Timeline,
  degradation: readonly Degradation[],
): void => {
  data.spans = data.spans.filter((span) => span.startMs + span.durationMs <= timeline.endMs);
  data.logs = data.logs.filter((log) => log.timeMs <= timeline.endMs);
  degrade(chance, data, degradation);
  data.spans.sort((a, b) => a.startMs - b.startMs);
  data.logs.sort((a, b) => a.timeMs - b.timeMs);
};

const bendsOf = (scene: Scene, strike: Strike | null): Bend[] =>
  strike === null ? normalBends(scene) : [bendFrom(strike, scene.timeline)];

const bendFrom =
  (strike: Strike, timeline: Timeline): Bend =>
  (state, timeMs) => {
    // Steps are 15 s long: one that begins just before the onset is still normal.
    if (timeMs >= timeline.onsetMs - timeline.stepMs / 2)
      strike.bend(state, Math.max(0, timeMs - timeline.onsetMs), timeMs);
  };

/** In a third of the normal windows more requests come, as many as the system takes without trouble. */
const normalBends = ({ chance, timeline, system }: Scene): Bend[] => {
  const draw = chance.fork('normal');
  if (!draw.chance(0.35)) return [];
  const times = draw.between(1.25, 1.7);
  return [
    (state, timeMs) => {
      const age = timeMs - timeline.onsetMs;
      if (age >= 0)
        for (let i = 0; i < system.entries.length; i++)
          state.trafficFactor[i] = 1 + (times - 1) * Math.min(1, age / 90_000);
    },
  ];
};
