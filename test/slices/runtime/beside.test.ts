/** What is worked on side by side in one invocation, on a real table whose calls are counted. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Listing, Read } from '../../../shared/kernel/storage.ts';
import { deps as depsOf, openBooks, TENANT } from '../bank/books.ts';

let books: Awaited<ReturnType<typeof openBooks>>;
let table: typeof import('../../../shared/runtime/table.ts');
let beside: typeof import('../../../shared/runtime/beside.ts');
let atOnce: typeof import('../../../shared/runtime/at-once.ts');
beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
  beside = await import('../../../shared/runtime/beside.ts');
  atOnce = await import('../../../shared/runtime/at-once.ts');
});
afterAll(() => books.close());

let place: string;
let serial = 0;
const putOf = (sk: string, n: number) => ({
  put: { pk: place, sk, kind: 'thing', n },
  clash: 'clash',
  about: sk,
});
const at = (sk: string): Read<number> => ({ key: { pk: place, sk }, parse: (item) => Number(item['n']) });
const put = (sk: string, n: number) => table.commit(depsOf(), { action: 'test.act' }, [putOf(sk, n)]);
beforeEach(async () => {
  place = `${TENANT}#B${++serial}`;
  await put('a', 1);
  await put('b', 2);
  Object.assign(books.fault, { at: 0, calls: 0 });
});

test('what is read in one turn is one request, each with its own answer, and what is not there is nothing', async () => {
  const found = await beside.besideOthers(() =>
    Promise.all([
      table.read(at('a')),
      table.read(at('none')),
      table.readAll([at('b'), at('a'), at('none'), at('b')]),
      table.readEach(at('none'), at('b')),
      table.readAll([]),
    ]),
  );
  expect(found).toEqual([1, undefined, [2, 1, 2], [undefined, 2], []]);
  expect(books.fault.calls).toBe(1);
});

test('rows of lists that come one after the other are asked for together, and so is what is asked for meanwhile', async () => {
  const listing = (name: string): Listing<number> => ({
    index: 'g1',
    partition: `${place}#${name}`,
    parse: (item) => Number(item['n']),
  });
  for (const [at, name] of ['x', 'y', 'z'].entries()) {
    const { put: item, ...rest } = putOf(name, at);
    const listed = { ...item, g1p: `${place}#${name}`, g1s: name };
    await table.commit(depsOf(), { action: 'test.act' }, [{ ...rest, put: listed }]);
  }
  // The first of the lists is slow.
  const meanwhile = () => new Promise((resolve) => setTimeout(resolve, 50));
  Object.assign(books.fault, { at: 1, calls: 0, meanwhile });
  const found = await beside.besideOthers(() =>
    Promise.all([...['x', 'y', 'z'].map((name) => table.all(listing(name))), table.read(at('a'))]),
  );
  books.fault.meanwhile = undefined;
  expect(found).toEqual([[0], [1], [2], 1]);
  expect(books.fault.calls).toBe(4);
});

test('a list that cannot be read fails who asked for it, and keeps nobody else waiting', async () => {
  Object.assign(books.fault, { at: 1, calls: 0 });
  const [bad, good] = await beside.besideOthers(() =>
    Promise.allSettled([table.all({ partition: place, parse: (item) => item }), table.read(at('a'))]),
  );
  expect(bad.status).toBe('rejected');
  expect(good).toEqual({ status: 'fulfilled', value: 1 });
});

test('many of them, eight at a time, read together what each reads by itself', async () => {
  const found: (number | undefined)[] = [];
  await atOnce.eachAtOnce(Array.from({ length: 16 }, () => 'a').values(), async (sk) => {
    found.push(await table.read(at(sk)));
  });
  expect(found).toEqual(Array.from({ length: 16 }, () => 1));
  expect(books.fault.calls).toBe(2);
  expect(await atOnce.mapAtOnce(['b', 'a', 'none'], 3, (sk) => table.read(at(sk)))).toEqual([
    2,
    1,
    undefined,
  ]);
  expect(books.fault.calls).toBe(3);
});

test('nothing is remembered: who asks later is told what is there then', async () => {
  const [before, after] = await beside.besideOthers(async () => {
    const first = await table.read(at('a'));
    await put('a', 7);
    return [first, await table.read(at('a'))];
  });
  expect([before, after]).toEqual([1, 7]);
});

test('without anything beside it a read is what it was', async () => {
  await Promise.all([table.read(at('a')), table.read(at('b'))]);
  expect(books.fault.calls).toBe(2);
});

test('a key that the table does not take fails who asked for it, and nobody else', async () => {
  const [good, bad] = await beside.besideOthers(() =>
    Promise.allSettled([table.read(at('a')), table.read(at('x'.repeat(3_000)))]),
  );
  expect(good).toEqual({ status: 'fulfilled', value: 1 });
  expect(bad.status).toBe('rejected');
});

test('commits on one item go one after the other, others at once', async () => {
  const order: string[] = [];
  const job = (name: string, ...items: string[]) =>
    beside.inTurn(items, async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`${name} ends`);
      if (name === 'first') throw new Error('what fails lets the next one in');
    });
  await beside.besideOthers(() =>
    Promise.allSettled([job('first', 'x', 'y'), job('second', 'y', 'z'), job('third', 'w')]),
  );
  expect(order.filter((what) => !what.startsWith('third'))).toEqual([
    'first begins',
    'first ends',
    'second begins',
    'second ends',
  ]);
  expect(order.indexOf('third begins')).toBeLessThan(order.indexOf('first ends'));
});

test('a sum that twenty move beside each other is moved without one collision', async () => {
  const move = {
    update: { pk: place, sk: 'a' },
    add: { n: 1 },
    clash: 'clash',
    about: 'the sum',
  };
  await beside.besideOthers(() =>
    Promise.all(Array.from({ length: 20 }, () => table.commit(depsOf(), { action: 'test.act' }, [move]))),
  );
  expect(books.fault.calls).toBe(20);
  expect(await table.read(at('a'))).toBe(21);
});

test('what is computed for all is computed once in a batch, and anew in the next', async () => {
  let made = 0;
  const make = () => beside.onceForAll('it', async () => ++made);
  const batch = () => beside.besideOthers(() => Promise.all([make(), make(), make()]));
  expect(await batch()).toEqual([1, 1, 1]);
  expect(await batch()).toEqual([2, 2, 2]);
  expect(await make()).toBe(3);
});
