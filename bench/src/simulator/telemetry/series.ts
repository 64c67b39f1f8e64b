/** Metric series: what meters read of the levels, and request rates, errors and latencies from the tracks. */
import type { ExplanationEntity } from '@nightglass/model';
import type { MetricSeries } from '@nightglass/rootcause';
import { type Recorder, type Track, windowSteps } from '../engine/recorder.ts';
import type { Chance } from '../random.ts';
import { type System, serviceEntity } from '../system/system.ts';
import { drawMeters, type Meter, type Naming } from './meters/index.ts';

export interface SeriesPlan {
  naming: Naming;
  /** Steps of the simulation in one point. */
  every: number;
  perPod: boolean;
  perOperation: boolean;
  /** Fewer kinds of figures: a large system's dashboards have not everything of everybody. */
  lean: boolean;
}

export const drawSeriesPlan = (chance: Chance, system: System, large: boolean): SeriesPlan => ({
  naming: chance.chance(0.65) ? 'otel' : 'prometheus',
  every: large ? 1 : chance.weighted([1, 2, 4], (n) => ({ 1: 4, 2: 4, 4: 2 })[n] ?? 1),
  perPod: large || system.pods.length <= 26,
  perOperation: large || system.operations.length <= 26,
  lean: !large && system.services.length > 28,
});

class SeriesWriter {
  readonly series: MetricSeries[] = [];
  readonly #recorder: Recorder;
  readonly #chance: Chance;
  readonly #plan: SeriesPlan;
  readonly #timesMs: Float64Array;

  constructor(recorder: Recorder, chance: Chance, plan: SeriesPlan) {
    this.#recorder = recorder;
    this.#chance = chance;
    this.#plan = plan;
    const points = Math.floor(recorder.steps / plan.every);
    this.#timesMs = Float64Array.from(
      { length: points },
      (_, i) => recorder.startMs + (i + 1) * plan.every * recorder.stepMs,
    );
  }

  /** Adds one series of the mean of every point's steps; NaN where no step has a value. */
  add(
    named: {
      entity: ExplanationEntity;
      name: string;
      unit: string;
      aggregation: string;
      labels: Record<string, string>;
    },
    stepValue: (step: number) => number,
    shape: { scale: number; offset: number; noise: number },
  ): void {
    const { every } = this.#plan;
    const values = new Float64Array(this.#timesMs.length);
    const digits = 6;
    for (let i = 0; i < values.length; i++) {
      let sum = 0;
      let count = 0;
      for (let step = i * every; step < (i + 1) * every; step++) {
        const value = stepValue(step);
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
      const level = count === 0 ? Number.NaN : (sum / count) * shape.scale + shape.offset;
      const measured = shape.noise === 0 ? level : level * (1 + shape.noise * this.#chance.gaussian());
      values[i] = Number.isNaN(measured) ? Number.NaN : Number(Math.max(0, measured).toPrecision(digits));
    }
    this.series.push({ ...named, timesMs: this.#timesMs, values });
  }

  meter(meter: Meter): void {
    const levels = meter.keys.map((key) => this.#recorder.levels.get(key)).filter((one) => one !== undefined);
    if (levels.length === 0) return;
    const part = meter.combine === 'mean' ? 1 / levels.length : 1;
    const { entity, name, unit, aggregation, labels } = meter;
    this.add(
      { entity, name, unit, aggregation, labels },
      (step) => {
        let sum = 0;
        for (const level of levels) sum += level[step]!;
        return sum * part;
      },
      meter,
    );
  }

  /** Rates per second, error rates and quantiles in seconds, of one or more tracks together. */
  calls(
    entity: ExplanationEntity,
    tracks: readonly Track[],
    names: { base: string; rate: string; errors: string },
    labels: Record<string, string>,
    errorLabels: Record<string, string>,
    quantiles: readonly ('p50' | 'p95' | 'p99')[],
  ): void {
    const seconds = this.#recorder.stepMs / 1000;
    const total = (step: number, of: 'count' | 'failed'): number => {
      const first = Math.max(0, step + 1 - windowSteps);
      let sum = 0;
      for (const track of tracks) for (let k = first; k <= step; k++) sum += track[of][k]!;
      return sum / (step + 1 - first);
    };
    const quiet = { scale: 1, offset: 0, noise: 0.012 };
    this.add(
      { entity, name: names.rate, unit: '/s', aggregation: 'rate', labels },
      (step) => total(step, 'count') / seconds,
      quiet,
    );
    this.add(
      { entity, name: names.errors, unit: '/s', aggregation: 'rate', labels: { ...labels, ...errorLabels } },
      (step) => total(step, 'failed') / seconds,
      quiet,
    );
    for (const aggregation of quantiles)
      this.add(
        { entity, name: names.base, unit: 's', aggregation, labels },
        (step) => {
          let sum = 0;
          let weight = 0;
          for (const track of tracks) {
            const value = track[aggregation][step]!;
            if (Number.isNaN(value)) continue;
            sum += value * track.count[step]!;
            weight += track.count[step]!;
          }
          return weight === 0 ? Number.NaN : sum / weight;
        },
        { scale: 0.001, offset: 0, noise: 0.01 },
      );
  }
}

const callNames: Record<
  Naming,
  Record<'http' | 'grpc' | 'message' | 'query', { base: string; rate: string; errors: string }>
> = {
  otel: {
    http: {
      base: 'http.server.request.duration',
      rate: 'http.server.request.duration',
      errors: 'http.server.request.duration',
    },
    grpc: { base: 'rpc.server.duration', rate: 'rpc.server.duration', errors: 'rpc.server.duration' },
    message: {
      base: 'messaging.process.duration',
      rate: 'messaging.process.duration',
      errors: 'messaging.process.duration',
    },
    query: {
      base: 'db.client.operation.duration',
      rate: 'db.client.operation.duration',
      errors: 'db.client.operation.duration',
    },
  },
  prometheus: {
    http: {
      base: 'http_request_duration_seconds',
      rate: 'http_requests_total',
      errors: 'http_requests_total',
    },
    grpc: {
      base: 'grpc_server_handling_seconds',
      rate: 'grpc_server_handled_total',
      errors: 'grpc_server_handled_total',
    },
    message: {
      base: 'message_processing_seconds',
      rate: 'messages_processed_total',
      errors: 'messages_failed_total',
    },
    query: { base: 'db_query_duration_seconds', rate: 'db_queries_total', errors: 'db_query_errors_total' },
  },
};

export const makeSeries = (
  chance: Chance,
  system: System,
  recorder: Recorder,
  plan: SeriesPlan,
): MetricSeries[] => {
  const writer = new SeriesWriter(recorder, chance.fork('noise'), plan);
  const names = callNames[plan.naming];
  const otel = plan.naming === 'otel';
  const errorLabels: Record<string, string> = otel ? { 'error.type': '5xx' } : { status: '5xx' };
  for (const service of system.services) {
    const groups = plan.perOperation
      ? service.operations.map((operation) => [operation])
      : [service.operations];
    for (const group of groups) {
      const first = group[0]!;
      const routeKey = otel ? (first.protocol === 'grpc' ? 'rpc.method' : 'http.route') : 'route';
      const labels: Record<string, string> = plan.perOperation
        ? { [routeKey]: first.protocol === 'grpc' ? first.method : first.route }
        : {};
      if (plan.perOperation && first.protocol === 'http')
        labels[otel ? 'http.request.method' : 'method'] = first.method;
      const tracks = group.map((operation) => recorder.operations[operation.index]!);
      const quantiles =
        plan.lean && service.layer > 0 ? (['p95', 'p99'] as const) : (['p50', 'p95', 'p99'] as const);
      writer.calls(serviceEntity(service), tracks, names[first.protocol], labels, errorLabels, quantiles);
    }
    for (const pool of service.pools) {
      const tracks = service.operations
        .flatMap((operation) => operation.steps.flat())
        .filter((call) => (call.kind === 'query' || call.kind === 'cached') && call.pool === pool)
        .map((call) => recorder.calls[call.index]!);
      if (tracks.length > 0)
        writer.calls(
          serviceEntity(service),
          tracks,
          names.query,
          { [otel ? 'server.address' : 'db']: pool.database.name },
          errorLabels,
          plan.lean ? ['p95'] : ['p50', 'p95', 'p99'],
        );
    }
  }
  for (const meter of drawMeters(chance.fork('meters'), system, plan)) writer.meter(meter);
  return writer.series;
};
