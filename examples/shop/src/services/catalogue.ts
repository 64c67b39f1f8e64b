/** What the shop sells. `stock` is what a restock brings; the limited edition is nearly always gone. */
export interface Product {
  sku: string;
  name: string;
  /** Cents. */
  price: number;
  stock: number;
}

export const catalogue: readonly [Product, ...Product[]] = [
  { sku: 'SKU-1001', name: 'Enamel mug', price: 1_490, stock: 400 },
  { sku: 'SKU-1002', name: 'Notebook, dotted', price: 1_250, stock: 400 },
  { sku: 'SKU-1003', name: 'Desk lamp', price: 6_900, stock: 200 },
  { sku: 'SKU-1004', name: 'Wool blanket', price: 8_990, stock: 200 },
  { sku: 'SKU-1005', name: 'Coffee beans, 1 kg', price: 2_390, stock: 400 },
  { sku: 'SKU-1006', name: 'Field recorder', price: 21_900, stock: 100 },
];
export const limitedEdition: Product = { sku: 'SKU-9001', name: 'Signed print', price: 14_900, stock: 1 };

const bySku = new Map([...catalogue, limitedEdition].map((product) => [product.sku, product]));
export const findProduct = (sku: string): Product | undefined => bySku.get(sku);

export interface OrderLine {
  sku: string;
  quantity: number;
}

/** Checks lines that came over the network; answers what is wrong with them, or undefined. */
export const wrongLines = (items: unknown): string | undefined => {
  if (!Array.isArray(items) || items.length === 0) return 'items must be a list with at least one line';
  for (const line of items as Partial<OrderLine>[]) {
    if (typeof line?.sku !== 'string' || findProduct(line.sku) === undefined)
      return `unknown sku ${JSON.stringify(line?.sku)}`;
    if (!Number.isInteger(line.quantity) || (line.quantity ?? 0) < 1)
      return `quantity of ${line.sku} must be a whole number above 0`;
  }
  return undefined;
};
