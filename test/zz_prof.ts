import { World } from './support/world.ts';
const t = (l: string, s: number) => console.log(l, (performance.now() - s).toFixed(0));
for (let round = 0; round < 3; round++) {
  let s = performance.now();
  const world = await World.open();
  t('open', s);
  s = performance.now();
  const acme = await world.customer('Acme');
  t('customer', s);
  s = performance.now();
  for (let i = 0; i < 5; i++) {
    const inv = await acme.isInvoiced('100.00');
    t('invoiced', s);
    s = performance.now();
    await acme.transfers('100.00', inv.number);
    t('transfer', s);
    s = performance.now();
  }
  await world.day(5);
  t('day5', s);
  s = performance.now();
  await world.close();
  t('close', s);
  console.log(process.cpuUsage().user / 1e6);
}
