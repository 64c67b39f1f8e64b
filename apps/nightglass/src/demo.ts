import type { Logger } from '@nightglass/model';
import { startShop } from '@nightglass/shop';

/** The example shop beside the server, with one fault a minute in: there is something to find. */
export const startDemo = (otlpEndpoint: string, logger: Logger): ReturnType<typeof startShop> =>
  startShop({
    otlpEndpoint,
    logger,
    schedule: [{ afterSeconds: 60, fault: 'trust-chain', forSeconds: 600 }],
  });
