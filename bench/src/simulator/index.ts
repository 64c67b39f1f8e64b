/** The simulator's door: incidents with known causes that nobody tuned for. See README.md beside this. */
export { families } from './faults/index.ts';
export { benchSeeds, simulate } from './simulate.ts';
export {
  type Degradation,
  degradations,
  type SimulatedIncident,
  type SimulatedTruth,
  type SimulationOptions,
} from './types.ts';
