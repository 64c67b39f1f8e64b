/** The simulator's door: incidents with known causes that nobody tuned for. See README.md beside this. */
export { families } from './faults/index.ts';
export { simulate } from './simulate.ts';
export {
  type Degradation,
  degradations,
  type SimulatedIncident,
  type SimulationOptions,
} from './types.ts';
