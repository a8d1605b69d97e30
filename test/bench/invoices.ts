/**
 * Invoices by the thousand: all deliveries wait, then the worker that issues is let go, and the clock runs until the last invoice is
 * numbered, drawn, written as an e-invoice and mailed.
 */
import { basket } from './basket.ts';
import { customer, deskOf } from './flow.ts';
import { cpuByFunction, cpuOf, memoryOf, minus, type Cpu, type System } from './system.ts';

export interface Invoiced {
  readonly invoices: number;
  readonly seconds: number;
  /** Milliseconds per invoice. */
  readonly cpu: Cpu;
  readonly byFunction: Readonly<Record<string, number>>;
  /** Resident at most, of runtime, functions and database. */
  readonly memoryMb: number;
}

const CUSTOMERS = 20;
const AT_ONCE = 16;
/** Warm functions: the first of each loads its code and its fonts. */
const WARM = 16;

export const measureInvoices = async (
  system: System,
  invoices: number,
  say: (line: string) => void,
): Promise<Invoiced> => {
  const desk = deskOf(system);
  const customers: string[] = [];
  for (let n = 0; n < CUSTOMERS; n++) customers.push(await customer(desk, n));
  const issuing = (on: boolean) => system.control('workers', 'POST', { function: 'IssueInvoice', on });
  const deliver = async (name: string): Promise<void> => {
    const order = await desk('POST', '/v1/orders', basket(customers[name.length % CUSTOMERS]!, name), name);
    await desk('POST', `/v1/orders/${order.id}/fulfilments`, {}, name);
  };
  for (let n = 0; n < WARM; n++) await deliver(`warm-${n}`);
  await system.control('settle', 'POST', {});
  await issuing(false);
  const left = Array.from({ length: invoices }, (_, n) => `batch-${n}`);
  const client = async (): Promise<void> => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) await deliver(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  await system.control('settle', 'POST', {});
  say(`${invoices} deliveries wait`);

  const mailed = async (): Promise<number> =>
    (await system.counts())
      .filter(({ action }) => action === 'SendRawEmail')
      .reduce((sum, { calls }) => sum + calls, 0);
  const [before, spent, spentBy] = [await mailed(), cpuOf(system), await cpuByFunction(system)];
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  await issuing(true);
  let memoryMb = 0;
  for (let done = 0, told = 0; done < invoices;) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    memoryMb = Math.max(memoryMb, memoryOf(system));
    done = (await mailed()) - before;
    if (done - told < invoices / 10 && done < invoices) continue;
    told = done;
    say(`${seconds().toFixed(0)} s: ${done} of ${invoices} invoices mailed`);
  }
  const took = seconds();
  const cpu = minus(cpuOf(system), spent);
  const per = (ms: number): number => ms / invoices;
  return {
    invoices,
    seconds: took,
    cpu: { runtime: per(cpu.runtime), functions: per(cpu.functions), database: per(cpu.database) },
    byFunction: Object.fromEntries(
      Object.entries(await cpuByFunction(system)).map(([name, ms]) => [name, per(ms - (spentBy[name] ?? 0))]),
    ),
    memoryMb,
  };
};
