import { catalogue, limitedEdition, type OrderLine } from '../catalogue.ts';

/** What is on the shelves. */
export class Stock {
  readonly #left = new Map<string, number>();

  constructor() {
    this.restock();
  }

  /** Fills every shelf up again; answers how many pieces came. */
  restock(): number {
    let added = 0;
    for (const product of [...catalogue, limitedEdition]) {
      added += product.stock - this.left(product.sku);
      this.#left.set(product.sku, product.stock);
    }
    return added;
  }

  left(sku: string): number {
    return this.#left.get(sku) ?? 0;
  }

  /** Takes all lines or none; answers the SKU that was short, or undefined. */
  take(lines: readonly OrderLine[]): string | undefined {
    const short = lines.find((line) => this.left(line.sku) < line.quantity);
    if (short !== undefined) return short.sku;
    for (const line of lines) this.#left.set(line.sku, this.left(line.sku) - line.quantity);
    return undefined;
  }
}
