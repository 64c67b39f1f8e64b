import type { OrderLine } from '../catalogue.ts';
import type { TracedDatabase } from './traced-database.ts';

export type OrderStatus = 'pending' | 'confirmed' | 'rejected';

export interface Order {
  id: string;
  customerId: string;
  /** Cents. */
  total: number;
  currency: string;
  status: OrderStatus;
}

const schema = `
  CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, total INTEGER NOT NULL, currency TEXT NOT NULL,
    status TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS order_items (
    order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE, sku TEXT NOT NULL, quantity INTEGER NOT NULL,
    PRIMARY KEY (order_id, sku)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS orders_by_age ON orders (created_at);
`;

/** The orders, in SQLite. */
export class OrderStore {
  readonly #db: TracedDatabase;

  constructor(db: TracedDatabase) {
    this.#db = db;
    db.migrate(schema);
  }

  insert(order: Order, items: readonly OrderLine[], now: number): void {
    this.#db.run(
      'INSERT INTO orders (id, customer_id, total, currency, status, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      order.id,
      order.customerId,
      order.total,
      order.currency,
      order.status,
      now,
    );
    for (const line of items)
      this.#db.run(
        'INSERT INTO order_items (order_id, sku, quantity) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity',
        order.id,
        line.sku,
        line.quantity,
      );
  }

  setStatus(id: string, status: OrderStatus): void {
    this.#db.run('UPDATE orders SET status = ? WHERE id = ?', status, id);
  }

  find(id: string): Order | undefined {
    const [row] = this.#db.all(
      'SELECT id, customer_id AS customerId, total, currency, status FROM orders WHERE id = ?',
      id,
    );
    return row as Order | undefined;
  }

  /** Forgets orders from before `before` (Unix milliseconds), so that a demonstration left running stays small. */
  forget(before: number): number {
    return this.#db.run('DELETE FROM orders WHERE created_at < ?', before);
  }
}
