/** After all bodies were walked: what follows along the calls of the package. */
import type { PackageIndex } from './package-index.ts';
import type { PackageState } from './walker-state.ts';

/** Fills entry locks, roots and summaries. */
export const propagate = (_index: PackageIndex, _state: PackageState): void => {};
