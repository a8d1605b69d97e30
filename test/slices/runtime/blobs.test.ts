/** Objects as a stream: in requests of their own, so that nobody minds how long the reader takes between them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBooks, TENANT } from '../bank/books.ts';

let books: Awaited<ReturnType<typeof openBooks>>;
let blobs: typeof import('../../../shared/runtime/blobs.ts');
beforeAll(async () => {
  books = await openBooks();
  blobs = await import('../../../shared/runtime/blobs.ts');
});
afterAll(() => books.close());

const bytes = Buffer.alloc(9_000_000, 'a line of a statement ');
const joined = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
};

test('comes whole, four megabytes with each request', async () => {
  const key = `${TENANT}/statements/whole`;
  await blobs.keep(key, bytes, 'text/plain');
  books.fault.calls = 0;
  expect((await joined(blobs.streamOf(key))).equals(bytes)).toBe(true);
  expect(books.fault.calls).toBe(3);
});

test('waits for a reader that takes longer than a service may be silent', async () => {
  const key = `${TENANT}/statements/slowly`;
  await blobs.keep(key, bytes, 'text/plain');
  let length = 0;
  for await (const piece of blobs.streamOf(key)) {
    if (length === 0) await new Promise((resolve) => setTimeout(resolve, 6_000));
    length += piece.length;
  }
  expect(length).toBe(bytes.length);
}, 30_000);

test('is of the version that was named, else of none', async () => {
  const key = `${TENANT}/statements/named`;
  await blobs.keep(key, 'the first', 'text/plain');
  await expect(joined(blobs.streamOf(key, '"another"'))).rejects.toThrow();
});
