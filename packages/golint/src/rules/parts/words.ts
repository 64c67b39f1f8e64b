/** Words that messages of several rules share. */
import type { RangeChange } from './range-changes.ts';

/** ` (through evict)` when a function that the loop calls does it. */
export const throughText = ({ through }: RangeChange): string =>
  through === null ? '' : ` (through ${through.callee.name})`;

/** The access behind a call, as a related site. */
export const throughSite = ({ kind, range, through }: RangeChange) =>
  through === null
    ? []
    : [
        {
          file: through.access.file,
          node: through.access.node,
          message: `${through.callee.name} ${kind === 'write' ? 'writes to' : 'deletes from'} the map it is given, here ${range.path}`,
        },
      ];
