import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Control, startControl } from './control.ts';
import { createFaultBoard, type FaultBoard } from './fault-board.ts';
import { parseFaultRequest } from './faults.ts';
import type { ScheduledFault, Shop, ShopOptions, ShopService } from './options.ts';
import type { ShopperStats } from './outside/shoppers.ts';
import { createAuthority } from './pki/authority.ts';
import { type Child, startChild } from './processes/child.ts';
import type { GatewayConfig, OrderConfig, ServiceConfig, ServiceStarted } from './services/service.ts';

const stableVersion = '1.4.2';
const nextVersion = '1.5.0';
const gatewayVersion = '2.8.0';
const inventoryVersion = '3.1.4';
const riskHost = 'risk.internal';
/** stop() promises 2 s; a child that is stuck in a loop is killed before that. */
const stopPatienceMs = 1_500;

const entries = {
  'payment-gateway': './services/gateway/main.ts',
  order: './services/order/main.ts',
  inventory: './services/inventory/main.ts',
  outside: './outside/main.ts',
} as const;

/**
 * Starts the example shop: payment-gateway, order and inventory as three processes, and a fourth for the world
 * around them (customers, risk). Resolves when the first customers arrive. Rejects when a process cannot start or
 * the control port is taken; nothing is left running then. Needs Node 24 (TypeScript and node:sqlite without flags).
 */
export const startShop = async (options: ShopOptions): Promise<Shop> => {
  const { logger, seed = 1, ratePerSecond = 10 } = options;
  const plan = (options.schedule ?? []).map(planned); // a mistake in it is better said before anything runs
  const folder = mkdtempSync(join(tmpdir(), 'nightglass-shop-'));
  const children = new Set<Child>();
  const timers: NodeJS.Timeout[] = [];
  let board: FaultBoard | undefined;
  let control: Control | undefined;

  const spawn = (name: keyof typeof entries): Child => {
    const child = startChild(name, new URL(entries[name], import.meta.url), {
      onLine: (line) => logger.debug(`shop: ${name}: ${line}`),
      onCrash: (reason) => {
        children.delete(child);
        logger.error(`shop: ${name} ${reason}`, { pid: child.pid });
      },
    });
    children.add(child);
    return child;
  };
  const retire = async (child: Child): Promise<void> => {
    await child.stop(stopPatienceMs);
    children.delete(child);
  };
  const stop = async (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    board?.stop();
    control?.stop();
    await Promise.all([...children].map(retire));
    rmSync(folder, { recursive: true, force: true });
  };

  const common = (name: ShopService['name'], version: string, offset: number): ServiceConfig => ({
    telemetry: {
      serviceName: name,
      serviceVersion: version,
      otlpEndpoint: options.otlpEndpoint,
      batchDelayMs: options.batchDelayMs ?? 1_000,
      metricIntervalMs: options.metricIntervalMs ?? 5_000,
    },
    seed: seed + offset,
  });

  try {
    // all at once, because most of a start is loading code; then configured in the order they depend on each other
    const [outside, inventory, gateway, firstOrder] = [
      spawn('outside'),
      spawn('inventory'),
      spawn('payment-gateway'),
      spawn('order'),
    ];
    const [authority, rotated] = [
      createAuthority('Shop Internal CA G1'),
      createAuthority('Shop Internal CA G2'),
    ];
    const [risk, { url: inventoryUrl }] = await Promise.all([
      outside.call<{ port: number }>('startRisk', { credentials: authority.issue(riskHost), seed: seed + 3 }),
      inventory.call<ServiceStarted>('start', common('inventory', inventoryVersion, 2)),
    ]);

    let order = firstOrder;
    let orderService: ShopService;
    const startOrder = async (child: Child, release: OrderConfig['release']): Promise<ShopService> => {
      const version = release === 'next' ? nextVersion : stableVersion;
      const config: OrderConfig = {
        ...common('order', version, 1),
        databaseFile: join(folder, 'orders.db'),
        inventoryUrl,
        release,
      };
      const { url } = await child.call<ServiceStarted>('start', config);
      return { name: 'order', version, url, pid: child.pid };
    };
    orderService = await startOrder(order, 'stable');
    const gatewayConfig: GatewayConfig = {
      ...common('payment-gateway', gatewayVersion, 0),
      orderUrl: orderService.url,
      riskPort: risk.port,
      trusted: [authority.cert],
    };
    const { url: gatewayUrl } = await gateway.call<ServiceStarted>('start', gatewayConfig);

    /** A rolling deployment: the new release takes over before the old one leaves. */
    const deployOrder = async (release: OrderConfig['release']): Promise<void> => {
      const next = spawn('order');
      const service = await startOrder(next, release).catch(async (error: unknown) => {
        await retire(next);
        throw error;
      });
      await gateway.call('orderMoved', { url: service.url });
      const old = order;
      order = next;
      orderService = service;
      await retire(old);
    };

    board = createFaultBoard(
      {
        'trust-chain': async (enabled, { mode }) => {
          const hang = enabled && mode === 'timeout';
          await outside.call('hang', { on: hang });
          await outside.call('useCertificate', (enabled && !hang ? rotated : authority).issue(riskHost));
        },
        'cache-sweep': (enabled, fault) => gateway.call('sweep', enabled ? { fault } : {}),
        'slow-inventory': (enabled, { delayMs }) =>
          inventory.call('slow', { delayMs: enabled ? delayMs : 0 }),
        'bad-deploy': async (enabled) => {
          const release = enabled ? 'next' : 'stable';
          const version = enabled ? nextVersion : stableVersion;
          if (orderService.version !== version) await deployOrder(release);
        },
        'traffic-surge': (enabled, { factor }) => outside.call('surge', { factor: enabled ? factor : 1 }),
      },
      logger,
    );
    const services = (): ShopService[] => [
      { name: 'payment-gateway', version: gatewayVersion, url: gatewayUrl, pid: gateway.pid },
      orderService,
      { name: 'inventory', version: inventoryVersion, url: inventoryUrl, pid: inventory.pid },
    ];
    control = await startControl(options.controlPort ?? 0, board, async () => ({
      services: services(),
      load: { ratePerSecond, ...(await outside.call<ShopperStats>('stats', undefined)) },
    }));
    await outside.call('startShoppers', { gatewayUrl, ratePerSecond, seed: seed + 4 });

    for (const { afterMs, request } of plan) {
      const run = (): void => {
        board?.set(request).catch((error: Error) => logger.warn(`shop: ${error.message}`));
      };
      timers.push(setTimeout(run, afterMs));
    }
    logger.info('shop: payment-gateway, order and inventory are running', {
      control: control.url,
      ratePerSecond,
    });
    return {
      get services() {
        return services();
      },
      controlUrl: control.url,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const planned = ({ afterSeconds, fault, forSeconds, options }: ScheduledFault) => ({
  afterMs: afterSeconds * 1000,
  request: parseFaultRequest({ ...options, fault, forSeconds, enabled: true }),
});
