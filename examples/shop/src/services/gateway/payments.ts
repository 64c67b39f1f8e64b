import { HttpProblem } from '../../http/problem.ts';
import { catalogue, type OrderLine, wrongLines } from '../catalogue.ts';

export interface PaymentRequest {
  customerId: string;
  card: { brand: string; last4: string };
  items: OrderLine[];
  currency: string;
  discountCode?: string;
}

/** Test cards, as payment providers have them: this one is always refused by its bank. */
const declinedCard = '0002';

/** Checks what came over the network. Throws HttpProblem 400. */
export const parsePayment = (body: unknown): PaymentRequest => {
  const payment = (body ?? {}) as Partial<PaymentRequest>;
  const wrong = wrongLines(payment.items);
  if (wrong !== undefined) throw new HttpProblem(400, 'bad_items', wrong);
  if (typeof payment.customerId !== 'string' || typeof payment.currency !== 'string')
    throw new HttpProblem(400, 'bad_payment', 'customerId and currency must be texts');
  if (!/^\d{4}$/.test(payment.card?.last4 ?? '') || typeof payment.card?.brand !== 'string')
    throw new HttpProblem(400, 'bad_card', 'card must have a brand and the last four digits');
  return payment as PaymentRequest;
};

/** Throws HttpProblem 402 for a card its bank refuses. */
export const authorise = (payment: PaymentRequest): void => {
  if (payment.card.last4 === declinedCard)
    throw new HttpProblem(402, 'card_declined', `the ${payment.card.brand} card was declined`);
};

/** List price in cents, before discounts: what risk decides on. */
export const listPrice = (items: readonly OrderLine[]): number =>
  items.reduce(
    (sum, line) => sum + (catalogue.find((p) => p.sku === line.sku)?.price ?? 0) * line.quantity,
    0,
  );
