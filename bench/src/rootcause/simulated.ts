/**
 * Incidents of the simulator. Seeds from 7,000,001 (faults) and 8,000,001 (normal windows) belong to the bench: nobody looks at
 * them while the engine is made. Tuning and calibration use seeds from 1,001 and 2,001.
 */
import type { SimulatedIncident } from '../simulator/index.ts';
import { type BenchCase, type CaseFilter, rankEntities } from './case.ts';

export const benchSeeds = { incidents: 7_000_001, normal: 8_000_001 };
export const tuningSeeds = { incidents: 1_001, normal: 2_001 };

export async function* simulatedIncidents(
  set: string,
  from: number,
  count: number,
  only: CaseFilter = () => true,
): AsyncIterable<BenchCase> {
  for (let seed = from; seed < from + count; seed++)
    if (only(String(seed))) yield caseOf(set, seed, await simulated(seed, false));
}

export async function* simulatedNormal(
  set: string,
  from: number,
  count: number,
  only: CaseFilter = () => true,
): AsyncIterable<BenchCase> {
  for (let seed = from; seed < from + count; seed++)
    if (only(String(seed))) yield caseOf(set, seed, await simulated(seed, true));
}

/** The simulator is loaded when the first of its incidents is asked for: the other sets need none of it. */
const simulated = async (seed: number, normalWindow: boolean): Promise<SimulatedIncident> => {
  const { simulate } = await import('../simulator/index.ts');
  return simulate(normalWindow ? { seed, normalWindow } : { seed });
};

const caseOf = (set: string, seed: number, { data, truth }: SimulatedIncident): BenchCase => {
  const names = new Set<string>([
    ...data.spans.map(({ service }) => service),
    ...data.logs.map(({ service }) => service),
    ...data.series.map(({ entity }) => data.resources[entity.name]?.service ?? entity.name),
    ...data.topology.flatMap(({ from, to }) => [from.name, to.name]),
  ]);
  const accepted = [truth.entity, ...truth.alsoAccepted].map(({ name }) => name);
  return {
    set,
    id: String(seed),
    data,
    truth: {
      text: truth.normal
        ? 'nothing'
        : `${truth.entity.kind}:${truth.entity.name} ${truth.faultClass} (${[truth.family, ...truth.degradation].join(', ')})`,
      fault: truth.family,
    },
    normal: truth.normal,
    ...rankEntities([...names, ...accepted], truth.normal ? [] : accepted),
    classRight: ({ faultClass }) => truth.acceptedClasses.includes(faultClass),
  };
};
