/** The worker of `pool.ts`: takes units, gives results in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import { lintUnit, type Unit, type UnitOptions } from './unit.ts';

const options = workerData as UnitOptions;
parentPort?.on('message', (units: Unit[]) => {
  parentPort?.postMessage(units.map((unit) => lintUnit(unit, options)));
});
