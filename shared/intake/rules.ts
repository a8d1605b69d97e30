/** What a mapping's answer means: a customer, an order, a status; each held to the shape that the API itself takes. */
import * as z from 'zod';
import { CustomerProfile, ExternalId, type Customer } from '../customers/customer.ts';
import { compare, subtract } from '../kernel/decimal.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { PlaceOrder, type FulfilOrder, type Order } from '../orders/order.ts';
import { MappedStatus, type Mapped } from './intake.ts';

const Answer = z.strictObject({
  customer: z.strictObject({ externalId: ExternalId, profile: z.record(z.string(), z.unknown()) }).optional(),
  order: z.record(z.string(), z.unknown()).optional(),
  status: MappedStatus.optional(),
});
type Invalid = 'intake.mapped_invalid';

/** Undefined where the mapping gave nothing: the message is of no interest. Every field that does not fit is named. */
export const understood = (source: string, answer: unknown): Result<Mapped | undefined, Invalid> => {
  if (answer === undefined || answer === null) return ok(undefined);
  const parts = Answer.safeParse(texted(answer));
  if (!parts.success) return invalid(parts.error, '');
  const { customer, order, status } = parts.data;
  if (!customer && !order && !status) return ok(undefined);
  const placed = order && PlaceOrder.safeParse(orderIn(source, order, customer?.externalId));
  if (placed && !placed.success) return invalid(placed.error, '/order');
  return ok({
    ...(customer && { customer }),
    ...(placed && { order: placed.data }),
    ...(status && { status }),
  });
};

/** The source is who signed it, whatever the payload says; its customer is the message's, where none is named. */
const orderIn = (source: string, order: Record<string, unknown>, externalId: string | undefined) => ({
  ...order,
  source,
  customer: order['customer'] ?? (externalId === undefined ? undefined : { source, externalId }),
});

/**
 * Shops write quantities and prices as numbers. The shortest text of a number is what was written, up to fifteen digits; what was
 * computed with numbers shows more, and is refused by the shape.
 */
const texted = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (name, value: unknown) =>
      typeof value === 'number' && (name === 'quantity' || name === 'unitPrice') ? String(value) : value,
    ),
  );

const invalid = (error: z.ZodError, place: string): Refusal<Invalid> =>
  refuse(
    'intake.mapped_invalid',
    'What the mapping made of it does not fit.',
    error.issues.slice(0, 20).map(({ path, message }) => ({
      pointer: `${place}/${path.map(String).join('/')}`,
      detail: message,
    })),
  );

/**
 * The profile to save; undefined where the customer has it already. What the partner does not say of a known customer stays: a
 * shop knows an address, and not what finance agreed on.
 */
export const profileOf = (
  known: Customer | undefined,
  given: Readonly<Record<string, unknown>>,
): Result<CustomerProfile | undefined, Invalid> => {
  const before = Object.fromEntries(
    Object.keys(CustomerProfile.shape).flatMap((name) => {
      const value = (known as Record<string, unknown> | undefined)?.[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const merged = CustomerProfile.safeParse({ ...before, ...given });
  if (!merged.success) return invalid(merged.error, '/customer/profile');
  return ok(
    known && canonical(CustomerProfile.parse(before)) === canonical(merged.data) ? undefined : merged.data,
  );
};

/**
 * The partner's lines as lines of our order: by number, or by SKU over the lines of it that are still open; of a return, over
 * what has come and is not back.
 */
export const linesFor = (
  order: Order,
  { state, lines: wanted }: Pick<MappedStatus, 'state' | 'lines'>,
): Result<FulfilOrder['lines'], 'intake.line_unknown'> => {
  if (wanted === undefined) return ok(undefined);
  const left = ({ quantity, fulfilled, returned = '0' }: Order['lines'][number]): string =>
    state === 'returned' ? subtract(fulfilled, returned) : subtract(quantity, fulfilled);
  const open = new Map(order.lines.map((line) => [line.id, left(line)]));
  const lines: NonNullable<FulfilOrder['lines']> = [];
  for (const [index, { line, sku, quantity }] of wanted.entries()) {
    const own = order.lines.filter(({ id, sku: ours }) => (line === undefined ? ours === sku : id === line));
    if (own.length === 0)
      return refuse('intake.line_unknown', 'A line is not of this order.', [
        {
          pointer: `/status/lines/${index}`,
          detail: `the order has no line ${line ?? sku ?? 'without a name'}`,
        },
      ]);
    let rest: string = quantity;
    for (const [place, { id }] of own.entries()) {
      const here = open.get(id)!;
      // The last one takes what is too much, so that the order itself refuses it.
      const taken = compare(rest, here) <= 0 || place === own.length - 1 ? rest : here;
      if (compare(taken, '0') <= 0) continue;
      lines.push({ line: id, quantity: taken });
      open.set(id, subtract(here, taken));
      rest = subtract(rest, taken);
    }
  }
  return ok(lines);
};
