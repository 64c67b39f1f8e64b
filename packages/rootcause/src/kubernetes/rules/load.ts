/**
 * A cluster whose objects are all as they should be, and that is slow: what the figures of pods and nodes say. The network
 * and the load of machines come first, then containers at their limits; when neither tells, the slowest party.
 */
import type { Claim } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { figuresOf } from '../figures.ts';
import { containerLoad } from './container-load.ts';
import { nodeLoad, nodeNetwork } from './node-load.ts';
import { slowestRules } from './slowest.ts';

export const loadRules = (cluster: Cluster): Claim[] => {
  const figures = figuresOf(cluster);
  const found = [...nodeNetwork(cluster, figures), ...nodeLoad(figures), ...containerLoad(cluster, figures)];
  return found.length > 0 ? found : slowestRules(cluster, figures);
};
