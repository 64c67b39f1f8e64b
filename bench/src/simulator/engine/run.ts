/** Runs a system through time: each step's sampled requests meet what the step before left behind. */
import type { Chance } from '../random.ts';
import type { System } from '../system/system.ts';
import { advancePod } from './dynamics.ts';
import { watchLevels } from './levels.ts';
import { Recorder } from './recorder.ts';
import { type Request, requestDimensions, type Watcher } from './request.ts';
import { State } from './state.ts';
import { drawTraffic, type Timeline } from './timeline.ts';
import { Visitor } from './visit.ts';
import { World } from './world.ts';

/** Something that bends the system away from neutral, called at the start of each step. */
export type Bend = (state: State, timeMs: number) => void;

/** Which of the sampled requests are shown, and for how many each of those stands. */
export interface Sampling {
  /** May it be shown? What is not written down cannot be. */
  begin(timeMs: number, entry: number): { traced: boolean; logged: boolean };
  /** Weights of its spans and log rows once it is known how it went; null: they are not shown. */
  settle(
    request: Request,
    timeMs: number,
    entry: number,
    failed: boolean,
  ): { spans: number | null; logs: number | null };
}

export interface Run {
  state: State;
  recorder: Recorder;
  /** Requests per second from outside, per step. */
  traffic: Float64Array;
}

const nothing = { traced: false, logged: false };

const drawValues = (chance: Chance): number[] =>
  requestDimensions.map(({ shares }) => {
    let left = chance.next();
    for (let value = 0; value < shares.length; value++) {
      left -= shares[value]!;
      if (left < 0) return value;
    }
    return 0;
  });

export const runSystem = (
  chance: Chance,
  system: System,
  timeline: Timeline,
  bends: readonly Bend[],
  watch: { watcher: Watcher; sampling: Sampling } | null,
): Run => {
  const state = new State(system);
  const recorder = new Recorder(state, timeline.startMs, timeline.stepMs, timeline.steps, watch !== null);
  const shape = drawTraffic(chance.fork('traffic'), timeline);
  const arrivals = chance.fork('arrivals');
  const ids = chance.fork('ids');
  const visitor = new Visitor(new World(state, recorder, watch?.watcher ?? null, chance.fork('visits')));
  const endLevels = watchLevels(state, recorder, timeline.stepMs);
  const traffic = new Float64Array(timeline.steps);
  const seconds = timeline.stepMs / 1000;
  const due = new Float64Array(system.entries.length);
  for (let step = 0; step < timeline.steps; step++) {
    const timeMs = timeline.startMs + step * timeline.stepMs;
    state.neutral();
    // A dead pod is refused at first; then the control plane takes it from behind the name.
    for (const podState of state.pods) {
      podState.stopped = timeMs < podState.downUntilMs;
      if (podState.stopped) podState.mode = timeMs < podState.downSinceMs + 20_000 ? 'refusing' : 'out';
    }
    for (const bend of bends) bend(state, timeMs);
    const rates = system.entries.map(
      (entry, i) => system.requestsPerSecond * entry.share * shape[step]! * state.trafficFactor[i]!,
    );
    const rate = rates.reduce((sum, one) => sum + one, 0);
    traffic[step] = rate;
    const weight = (rate * seconds) / timeline.requestsPerStep;
    for (let i = 0; i < system.entries.length; i++)
      due[i] = due[i]! + (timeline.requestsPerStep * rates[i]!) / rate;
    for (let n = 0; n < timeline.requestsPerStep; n++) {
      // The entry that is most behind its share comes next: shares are exact, not drawn.
      let next = 0;
      for (let i = 1; i < due.length; i++) if (due[i]! > due[next]!) next = i;
      due[next] = due[next]! - 1;
      const startMs = timeMs + arrivals.next() * timeline.stepMs;
      const shown = watch?.sampling.begin(startMs, next) ?? nothing;
      const request: Request = { weight, ...shown, traceId: '', values: drawValues(arrivals) };
      if (request.traced || request.logged) request.traceId = ids.hex(32);
      const mark = watch?.watcher.mark() ?? null;
      const done = visitor.enter(system.entries[next]!.operation, startMs, request);
      if (watch !== null && mark !== null)
        watch.watcher.settle(mark, watch.sampling.settle(request, startMs, next, done.failure !== null));
      if (!done.taken) continue;
      const entry = recorder.entries[next]!;
      entry.timeMs.push(startMs);
      entry.ms.push(done.endMs - startMs);
      entry.failed.push(done.failure !== null);
    }
    advance(state, timeline.stepMs, timeMs);
    endLevels();
    recorder.endStep();
  }
  return { state, recorder, traffic };
};

const advance = (state: State, stepMs: number, timeMs: number): void => {
  for (const machine of state.machines) {
    let used = machine.stolenCores;
    for (const pod of machine.machine.pods) used += state.pods[pod.index]!.usedCores;
    machine.usedCores = Math.min(used, machine.machine.cores);
    machine.pressure = Math.max(1, used / (machine.machine.cores * 0.92));
  }
  for (const podState of state.pods) advancePod(state, podState, stepMs, timeMs);
  for (const database of state.databases) {
    database.station.servers = Math.max(0.2, database.database.workers * database.workersFactor);
    database.station.advance(stepMs);
  }
  for (const call of state.calls) {
    const share = call.begun > 0 ? call.failed / call.begun : 0;
    if (call.call.breaker) call.open = call.open ? share > 0.3 && !(timeMs % 45_000 === 0) : share > 0.5;
    call.begun = 0;
    call.failed = 0;
    call.retried = 0;
  }
  for (const external of state.externals) external.rate = external.count / (stepMs / 1000);
};
