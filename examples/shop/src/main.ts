/** `npm start -w @nightglass/shop -- [options]`: the shop on its own, sending to any OTLP/HTTP receiver. */
import { parseArgs } from 'node:util';
import { type FaultName, faultNames } from './faults.ts';
import type { ScheduledFault, ShopLogger } from './options.ts';
import { startShop } from './start-shop.ts';

const help = `Usage: npm start -w @nightglass/shop -- [options]

Runs payment-gateway, order and inventory with customers, and sends their telemetry over OTLP/HTTP.

  --endpoint URL        OTLP/HTTP receiver (OTEL_EXPORTER_OTLP_ENDPOINT; default http://127.0.0.1:4318)
  --rate N              mean customers per second, Poisson arrivals, 0 for none (default 10)
  --control-port N      port of the control API on 127.0.0.1 (default: any free one, printed)
  --fault NAME[@AFTER[+FOR]]
                        switch a fault on, AFTER seconds from the start, FOR seconds long; may be repeated.
                        NAME: ${faultNames.join(', ')}
  --seed N              of arrivals, amounts and latencies (default 1)
  --verbose             also print what the services print
  --help                this text

Examples:
  npm start -w @nightglass/shop -- --endpoint http://127.0.0.1:4318 --rate 20
  npm start -w @nightglass/shop -- --fault trust-chain@60+120 --fault cache-sweep@300`;

const fail = (message: string): never => {
  console.error(`${message}\nTry --help.`);
  process.exit(2);
};

const number = (flag: string, text: string, low: number, high: number): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= low && value <= high) return value;
  return fail(`--${flag} ${JSON.stringify(text)} is not a number from ${low} to ${high}.`);
};

const parseFault = (text: string): ScheduledFault => {
  const [, name, after = '0', duration] = /^([\w-]+)(?:@([\d.]+)(?:\+([\d.]+))?)?$/.exec(text) ?? [];
  const fault = faultNames.find((known): known is FaultName => known === name);
  if (fault === undefined)
    return fail(
      `--fault ${JSON.stringify(text)} is not NAME[@AFTER[+FOR]] with a name of ${faultNames.join(', ')}.`,
    );
  return {
    fault,
    afterSeconds: Number(after),
    ...(duration === undefined ? {} : { forSeconds: Number(duration) }),
  };
};

const readArguments = () => {
  try {
    return parseArgs({
      options: {
        endpoint: {
          type: 'string',
          default: process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318',
        },
        rate: { type: 'string', default: '10' },
        'control-port': { type: 'string', default: '0' },
        fault: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: '1' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

const values = readArguments();
if (values.help) {
  console.log(help);
  process.exit(0);
}
if (!URL.canParse(values.endpoint)) fail(`--endpoint ${JSON.stringify(values.endpoint)} is not a URL.`);

const say = (message: string, fields: Record<string, unknown> = {}): void => {
  const tail = Object.entries(fields).map(([key, value]) => ` ${key}=${value}`);
  console.log(message + tail.join(''));
};
const logger: ShopLogger = { debug: values.verbose ? say : () => {}, info: say, warn: say, error: say };

const shop = await startShop({
  otlpEndpoint: values.endpoint,
  ratePerSecond: number('rate', values.rate, 0, 10_000),
  controlPort: number('control-port', values['control-port'], 0, 65_535),
  seed: number('seed', values.seed, 0, 2 ** 32 - 1),
  schedule: values.fault.map(parseFault),
  logger,
}).catch((error: Error) => fail(error.message));

for (const { name, version, url, pid } of shop.services) say(`  ${name} ${version}`, { url, pid });
say(`telemetry goes to ${values.endpoint}; break something with:
  curl --json '{"fault": "trust-chain", "enabled": true}' ${shop.controlUrl}/faults`);

const stop = (): void => {
  shop.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
