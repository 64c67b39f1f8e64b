import type { z } from 'zod';
import { byteSize, duration, section } from '../../config/units.ts';

export const goruntimeConfig = section({
  /** How long a batch that ends inside a dump waits for the rest of it before it is stored and acknowledged. */
  hold: duration('200ms', { max: 2000 }),
  /** Most bytes of a joined record. The store keeps 64 KiB of a body. */
  max_size: byteSize('60KiB', { min: 4096, max: 60 * 1024 }),
});
export type GoruntimeConfig = z.infer<typeof goruntimeConfig>;
