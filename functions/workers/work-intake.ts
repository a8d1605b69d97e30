import { actions as customers } from '../../shared/customers/actions.ts';
import { workMessage } from '../../shared/intake/actions.ts';
import { IntakeKept } from '../../shared/intake/intake.ts';
import { actions as orders } from '../../shared/orders/actions.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

/** A partner's message does what the partner could do over the API: by the same actions. */
const doors = {
  upsertCustomer: customers.upsertCustomer,
  placeOrder: orders.placeOrder,
  fulfilOrder: orders.fulfilOrder,
  cancelOrder: orders.cancelOrder,
  returnGoods: orders.returnGoods,
  billOrder: orders.billOrder,
};

export const handler = drain('work-intake', [on(IntakeKept, workMessage(doors))]);
