/** Pods, cores, threads, connections and machines, so that the usual load fills a usual part of them. */
import type { Chance } from '../random.ts';
import { expectedOf } from './build-operations.ts';
import type { Call, Machine, Operation, Service, System } from './system.ts';
import { regions, zones } from './words.ts';

/** Calls per second of every operation and call, at the usual traffic. */
export interface Rates {
  operations: Float64Array;
  calls: Float64Array;
}

/** Calls flow down the layers only, so one pass in the order of layers suffices. */
export const usualRates = (system: System): Rates => {
  const operations = new Float64Array(system.operations.length);
  const calls = new Float64Array(system.calls.length);
  for (const entry of system.entries)
    operations[entry.operation.index] = system.requestsPerSecond * entry.share;
  const topFirst = [...system.operations].sort((a, b) => depth(a) - depth(b) || a.index - b.index);
  for (const operation of topFirst) {
    for (const call of operation.steps.flat()) {
      const rate = operations[operation.index]! * call.probability;
      calls[call.index] = rate;
      const callee = calleeOf(call);
      if (callee) operations[callee.index] = operations[callee.index]! + rate;
    }
  }
  return { operations, calls };
};

/** Consumers come after everybody who may publish, and before what they call themselves. */
const depth = (operation: Operation): number =>
  operation.service.layer * 2 + (operation.service.consumes ? -1 : 0);

const calleeOf = (call: Call): Operation | null => {
  if (call.kind === 'service') return call.to;
  if (call.kind === 'publish') return call.queue.consumer.operations[0] ?? null;
  return null;
};

const roundUp = (value: number, sizes: readonly number[]): number =>
  sizes.find((size) => size >= value) ?? sizes[sizes.length - 1]!;

const podSuffix = (chance: Chance): string => {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  let text = '';
  for (let i = 0; i < 5; i++) text += letters[chance.below(letters.length)];
  return text;
};

const sizeService = (chance: Chance, service: Service, rates: Rates): void => {
  let cores = 0;
  let inFlight = 0;
  for (const operation of service.operations) {
    const rate = rates.operations[operation.index]!;
    cores += (rate * operation.cpuMs * Math.exp(operation.sigma ** 2 / 2)) / 1000;
    inFlight += (rate * expectedOf(operation)) / 1000;
  }
  const busy = chance.between(0.14, 0.5);
  const pods =
    service.layer === 0 ? chance.integer(2, 4) : chance.weighted([1, 2, 3, 4], (n) => [2, 4, 3, 1][n - 1]!);
  const needed = Math.max(cores / busy / pods, 0.05);
  // One event loop uses one core: more load needs more pods, which the draw of the number stands for.
  service.cores = Math.max(0.1, Math.ceil(needed * 20) / 20);
  service.memoryLimitMb = chance.pick([256, 512, 768, 1024, 2048]);
  service.memoryBaseMb = service.memoryLimitMb * chance.between(0.3, 0.6);
  const threaded = service.consumes || service.language === 'java' || service.language === 'python';
  if (threaded) {
    const share = chance.between(0.1, 0.35);
    service.threads = roundUp(
      inFlight / pods / share,
      service.consumes ? [2, 4, 8, 16, 32, 64, 128] : [8, 16, 32, 50, 64, 100, 200, 400],
    );
  }
  const hash = chance.hex(10);
  for (let i = 0; i < pods; i++) {
    service.pods.push({
      index: 0,
      name: `${service.name}-${hash}-${podSuffix(chance)}`,
      ip: `10.${chance.integer(0, 3)}.${chance.below(250)}.${chance.integer(2, 250)}`,
      service,
      machine: undefined as unknown as Machine,
    });
  }
};

export const giveCapacity = (chance: Chance, system: System): void => {
  const rates = usualRates(system);
  for (const service of system.services) {
    sizeService(chance, service, rates);
    for (const pool of service.pools) {
      let held = 0;
      for (const operation of service.operations)
        for (const call of operation.steps.flat())
          if ((call.kind === 'query' || call.kind === 'cached') && call.pool === pool) {
            const share = call.kind === 'cached' ? 1 - call.cache.hitShare : 1;
            held +=
              (rates.calls[call.index]! * share * call.query.medianMs * 1.3) / 1000 / service.pods.length;
          }
      pool.size = roundUp(held / chance.between(0.15, 0.4) + 2, [4, 5, 8, 10, 15, 20, 30, 50, 100]);
    }
  }
  for (const database of system.databases) {
    let busy = 0;
    for (const call of system.calls)
      if ((call.kind === 'query' || call.kind === 'cached') && call.query.database === database) {
        const share = call.kind === 'cached' ? 1 - call.cache.hitShare : 1;
        busy +=
          (rates.calls[call.index]! * share * call.query.medianMs * Math.exp(call.query.sigma ** 2 / 2)) /
          1000;
      }
    database.workers = Math.max(2, Math.ceil(busy / chance.between(0.15, 0.45)));
  }
  placePods(chance, system);
};

const placePods = (chance: Chance, system: System): void => {
  const pods = system.services.flatMap((service) => service.pods);
  const count = Math.max(3, Math.round(pods.length / chance.between(6, 11)));
  const region = chance.pick(regions);
  const style = chance.below(3);
  for (let i = 0; i < count; i++) {
    const zone = `${region}${zones[i % zones.length]}`;
    const name =
      style === 0
        ? `ip-10-0-${chance.below(200)}-${i + 10}.${region}.compute.internal`
        : style === 1
          ? `node-${i + 1}`
          : `worker-${zones[i % zones.length]}-${chance.hex(4)}`;
    system.machines.push({ name, zone, cores: 4, memoryMb: 16384, pods: [] });
  }
  chance.shuffled(pods).forEach((pod, i) => {
    const machine = system.machines[i % count]!;
    pod.machine = machine;
    machine.pods.push(pod);
  });
  system.pods = pods;
  pods.forEach((pod, index) => {
    pod.index = index;
  });
  for (const database of system.databases)
    if (chance.chance(0.6)) database.machine = chance.pick(system.machines);
  for (const machine of system.machines) {
    const limits = machine.pods.reduce((sum, pod) => sum + pod.service.cores, 0);
    machine.cores = roundUp(limits * chance.between(0.55, 0.8), [2, 4, 8, 16, 32, 64]);
  }
};
