import type { HealthResponse } from '@nightglass/model';

type Component = HealthResponse['components'][number];
export type ComponentStatus = Component['status'];

/** Something that knows how it is: the store, a receiver, the queue. */
export interface HealthProvider {
  name: string;
  check(): Promise<Omit<Component, 'name'>> | Omit<Component, 'name'>;
}

const worst: readonly ComponentStatus[] = ['ok', 'degraded', 'starting', 'failed'];

/** Asks every provider; one that throws, or does not answer within a second, is reported, not awaited. */
export const collectHealth = async (
  version: string,
  providers: readonly HealthProvider[],
): Promise<HealthResponse> => {
  const components = await Promise.all(providers.map(ask));
  const status = components.reduce<ComponentStatus>(
    (all, c) => (worst.indexOf(c.status) > worst.indexOf(all) ? c.status : all),
    'ok',
  );
  return { status, version, components };
};

const ask = async (provider: HealthProvider): Promise<Component> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<Omit<Component, 'name'>>((resolve) => {
      timer = setTimeout(() => resolve({ status: 'degraded', message: 'did not answer within 1 s' }), 1000);
    });
    return { name: provider.name, ...(await Promise.race([Promise.resolve(provider.check()), late])) };
  } catch (error) {
    return {
      name: provider.name,
      status: 'failed',
      message: error instanceof Error ? error.message : String(error),
    };
  } finally {
    clearTimeout(timer);
  }
};
