import { type FaultName, type FaultRequest, type FaultState, faultNames, faultRules } from './faults.ts';
import type { ShopLogger } from './options.ts';

/** Makes one fault real or ends it. */
export type FaultSwitch = (enabled: boolean, options: Record<string, number | string>) => Promise<unknown>;

export interface FaultBoard {
  list(): FaultState[];
  /** Resolves when the shop behaves that way. Changes are made one after the other, in the order they came. */
  set(request: FaultRequest): Promise<FaultState>;
  /** Drops what is still planned. */
  stop(): void;
}

/** Which faults are on, and until when. */
export const createFaultBoard = (
  switches: Record<FaultName, FaultSwitch>,
  logger: ShopLogger,
): FaultBoard => {
  const states = new Map<FaultName, FaultState>(
    faultNames.map((fault) => [
      fault,
      { fault, description: faultRules[fault].description, enabled: false, since: null, options: {} },
    ]),
  );
  const endings = new Map<FaultName, NodeJS.Timeout>();
  let queue: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const apply = async ({ fault, enabled, forSeconds, options }: FaultRequest): Promise<FaultState> => {
    if (stopped) throw new Error('the shop is stopping');
    clearTimeout(endings.get(fault));
    await switches[fault](enabled, options);
    const state: FaultState = {
      fault,
      description: faultRules[fault].description,
      enabled,
      since: enabled ? new Date().toISOString() : null,
      options: enabled ? options : {},
    };
    states.set(fault, state);
    logger.info(`shop: fault ${fault} is ${enabled ? 'on' : 'off'}`, enabled ? options : {});
    if (enabled && forSeconds !== undefined) {
      const end = setTimeout(() => {
        set({ fault, enabled: false, options: {} }).catch((error: Error) =>
          logger.warn(`shop: fault ${fault} could not be ended: ${error.message}`),
        );
      }, forSeconds * 1000);
      endings.set(fault, end);
    }
    return state;
  };

  const set = (request: FaultRequest): Promise<FaultState> => {
    const done = queue.then(() => apply(request));
    queue = done.catch(() => {});
    return done;
  };

  return {
    list: () => [...states.values()],
    set,
    stop() {
      stopped = true;
      for (const timer of endings.values()) clearTimeout(timer);
    },
  };
};
