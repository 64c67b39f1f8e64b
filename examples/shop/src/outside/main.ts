/** The world around the shop, without telemetry: its customers and the risk service. Runs as a child process. */
import type { Credentials } from '../pki/authority.ts';
import { serveParent } from '../processes/serve-parent.ts';
import { createRandom } from '../random.ts';
import { type Risk, startRisk } from './risk.ts';
import { type ShoppersConfig, startShoppers } from './shoppers.ts';

let risk: Risk | undefined;
let shoppers: ReturnType<typeof startShoppers> | undefined;

serveParent(
  {
    startRisk: async (config: { credentials: Credentials; seed: number }) => {
      risk = await startRisk(config.credentials, createRandom(config.seed));
      return { port: risk.port };
    },
    startShoppers: (config: ShoppersConfig & { seed: number }) => {
      shoppers?.stop();
      shoppers = startShoppers(config, createRandom(config.seed));
    },
    stats: () => shoppers?.stats(),
    surge: ({ factor }: { factor: number }) => shoppers?.surge(factor),
    useCertificate: (credentials: Credentials) => risk?.useCertificate(credentials),
    hang: ({ on }: { on: boolean }) => risk?.hang(on),
  },
  async () => {
    shoppers?.stop();
    risk?.stop();
  },
);
