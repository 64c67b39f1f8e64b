import { findProduct, type OrderLine } from '../catalogue.ts';
import type { OrderConfig } from '../service.ts';

interface Discount {
  percent: number;
}

const discounts: Record<string, Discount> = {
  SPRING5: { percent: 5 },
  FRIENDS15: { percent: 15 },
  WELCOME10: { percent: 10 },
};
/** Release 1.5.0 moved the codes to campaigns; WELCOME10 belongs to none and was forgotten. */
const campaigns: Record<string, Discount> = {
  SPRING5: { percent: 5 },
  FRIENDS15: { percent: 15 },
};

const subtotal = (items: readonly OrderLine[]): number =>
  items.reduce((sum, line) => sum + (findProduct(line.sku)?.price ?? 0) * line.quantity, 0);

const less = (cents: number, percent: number): number => Math.round((cents * (100 - percent)) / 100);

/** 1.4.2: a code nobody knows is worth nothing. */
const priceStable = (items: readonly OrderLine[], code: string | undefined): number =>
  less(subtotal(items), code === undefined ? 0 : (discounts[code]?.percent ?? 0));

/** 1.5.0: trusts that every code is a campaign. The bug that the fault bad-deploy ships. */
const priceNext = (items: readonly OrderLine[], code: string | undefined): number =>
  less(subtotal(items), code === undefined ? 0 : campaigns[code]!.percent);

/** Total of an order in cents, as the given release computes it. */
export const price = (
  release: OrderConfig['release'],
  items: readonly OrderLine[],
  code: string | undefined,
): number => (release === 'next' ? priceNext : priceStable)(items, code);
