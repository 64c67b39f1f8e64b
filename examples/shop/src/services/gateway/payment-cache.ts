export interface Payment {
  id: string;
  orderId: string;
  customerId: string;
  /** Cents. */
  amount: number;
  currency: string;
  /** RFC 3339. */
  expiresAt: string;
}

export interface Sweep {
  scanned: number;
  removed: number;
}

const timeToLiveMs = 10 * 60_000;
/** Small enough that filling the cache never holds the event loop for long; only the sweep does. */
const fillChunk = 2_000;

/**
 * Answered payments by id, kept as JSON as if they came from a shared cache. `sweep` reads every entry in one
 * synchronous loop: harmless with the hundreds of a quiet shop, a stall of the event loop with hundreds of
 * thousands. That is the fault cache-sweep, and the loop is the same one in both cases.
 */
export class PaymentCache {
  readonly #entries = new Map<string, string>();

  get size(): number {
    return this.#entries.size;
  }

  put(payment: Omit<Payment, 'expiresAt'>, now: number): void {
    this.#entries.set(
      payment.id,
      JSON.stringify({ ...payment, expiresAt: new Date(now + timeToLiveMs).toISOString() }),
    );
  }

  get(id: string): Payment | undefined {
    const text = this.#entries.get(id);
    return text === undefined ? undefined : (JSON.parse(text) as Payment);
  }

  sweep(now: number): Sweep {
    const scanned = this.#entries.size;
    for (const [id, text] of this.#entries) {
      const payment = JSON.parse(text) as Payment;
      if (Date.parse(payment.expiresAt) <= now) this.#entries.delete(id);
    }
    return { scanned, removed: scanned - this.#entries.size };
  }

  /** Adds `count` payments of a promotion nobody planned for, a few at a time, until `signal` says stop. */
  async fill(count: number, now: number, signal: AbortSignal): Promise<void> {
    for (let i = 0; i < count && !signal.aborted; i++) {
      const number = i.toString().padStart(7, '0');
      this.put(
        {
          id: `${promotion}${number}`,
          orderId: `ORD-promo${number}`,
          customerId: 'CUS-promo',
          amount: 990,
          currency: 'EUR',
        },
        now,
      );
      if (i % fillChunk === fillChunk - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Drops what `fill` added. */
  drain(): void {
    for (const id of this.#entries.keys()) if (id.startsWith(promotion)) this.#entries.delete(id);
  }
}

const promotion = 'PAY-promo-';
