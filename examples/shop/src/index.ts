/** The door of the example shop. */
export { type FaultName, faultNames } from './faults.ts';
export type { ScheduledFault, Shop, ShopLogger, ShopOptions, ShopService } from './options.ts';
export { startShop } from './start-shop.ts';
