import { keepStock } from '../../shared/inventory/actions.ts';
import { StockAsked } from '../../shared/orders/order.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('keep-stock', [on(StockAsked, keepStock)]);
