/** Draws a system: layers of services, what they store things in, and the operations that call each other. */
import type { Chance } from '../random.ts';
import { buildBackends } from './build-backends.ts';
import { buildOperations } from './build-operations.ts';
import { giveCapacity } from './capacity.ts';
import { languages, type Service, type System } from './system.ts';
import { consumerSuffixes, domains, environments, gatewayNames, serviceSuffixes, stems } from './words.ts';

const version = (chance: Chance): string =>
  chance.chance(0.7)
    ? `${chance.integer(0, 6)}.${chance.integer(0, 40)}.${chance.integer(0, 12)}`
    : `v${chance.integer(1, 9)}.${chance.integer(0, 30)}.${chance.integer(0, 9)}`;

const nameServices = (chance: Chance, count: number): Service[] => {
  const suffix = chance.pick(serviceSuffixes);
  const words = chance.shuffled(stems);
  const namespaces = [chance.pick(domains), chance.pick(['core', 'platform', 'shared', 'apps'])];
  const gateways = count > 30 ? 2 : 1;
  const consumers = Math.max(1, Math.round(count * chance.between(0.05, 0.14)));
  const deepest = count > 40 ? 5 : count > 18 ? 4 : 3;
  const preferred = chance.pick(languages);
  const services: Service[] = [];
  for (let index = 0; index < count; index++) {
    const gateway = index < gateways;
    const consumer = index >= count - consumers;
    const stem = words[index % words.length]!;
    const base = gateway
      ? `${index === 0 ? '' : `${stem}-`}${gatewayNames[chance.below(gatewayNames.length)]}`
      : consumer
        ? `${stem}-${chance.pick(consumerSuffixes)}`
        : `${stem}${suffix}`;
    const share = (index - gateways) / Math.max(1, count - gateways - consumers);
    services.push({
      index,
      name: base,
      stem,
      layer: gateway ? 0 : consumer ? deepest : 1 + Math.min(deepest - 1, Math.floor(share * deepest)),
      language: chance.chance(0.45) ? preferred : chance.pick(languages),
      namespace: chance.pick(namespaces),
      version: version(chance),
      pods: [],
      cores: 1,
      memoryLimitMb: 512,
      memoryBaseMb: 200,
      threads: 0,
      operations: [],
      consumes: null,
      pools: [],
    });
  }
  return services;
};

export const buildSystem = (chance: Chance, wantedServices: number | undefined): System => {
  const count = wantedServices ?? (chance.chance(0.6) ? chance.integer(10, 26) : chance.integer(27, 60));
  const system: System = {
    domain: chance.pick(domains),
    environment: chance.pick(environments),
    services: nameServices(chance.fork('names'), Math.min(60, Math.max(10, count))),
    operations: [],
    calls: [],
    machines: [],
    pods: [],
    databases: [],
    queries: [],
    caches: [],
    queues: [],
    externals: [],
    entries: [],
    requestsPerSecond: Math.round(chance.logNormal(70, 0.7)),
  };
  buildBackends(chance.fork('backends'), system);
  buildOperations(chance.fork('operations'), system);
  giveCapacity(chance.fork('capacity'), system);
  return system;
};
