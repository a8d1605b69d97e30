/** Bank files that have no end: the reader stops early, or goes on in little memory. The rest of XML is in links.test.ts. */
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../shared/documents/read-xml.ts';

const GIGABYTE = 1024 ** 3;
const PIECE = 65_536;
const OPEN = '<?xml version="1.0"?><Document><Stmt>';

/** A gigabyte of the same piece after a beginning; `given` says how much was taken of it. */
const gigabyte = (beginning: string, piece: string) => {
  const stream = {
    given: 0,
    async *[Symbol.asyncIterator]() {
      yield beginning;
      const chunk = piece.repeat(Math.ceil(PIECE / piece.length));
      for (; stream.given < GIGABYTE; stream.given += chunk.length) yield chunk;
    },
  };
  return stream;
};
const readAll = async (chunks: AsyncIterable<string>): Promise<number> => {
  let records = 0;
  for await (const part of partsOf(chunks, 3, (detail) => new Error(detail)))
    if (part.is === 'record') records += 1;
  return records;
};

describe('a gigabyte', () => {
  test.each([
    ['of text', `${OPEN}<Ntry>`, 'lorem ipsum '],
    ['of blanks between records', OPEN, ' '.repeat(1024)],
    ['of one comment', `${OPEN}<!-- `, 'x'.repeat(1024)],
    ['of one attribute', `${OPEN}<Ntry a="`, 'x'.repeat(1024)],
    ['of one CDATA section', `${OPEN}<Ntry><![CDATA[`, 'x'.repeat(1024)],
    ['of one processing instruction', `${OPEN}<?x `, 'x'.repeat(1024)],
    ['of one name', `${OPEN}<`, 'x'.repeat(1024)],
    ['of attributes', `${OPEN}<Ntry `, ' a'],
    ['of elements in each other', OPEN, '<a>'],
    ['of elements in one record', `${OPEN}<Ntry>`, '<a></a>'],
    ['of no XML at all', '', '\u0000'],
    ['of zero bytes that are no UTF-8', `${OPEN}<Ntry>`, '\ufffd'],
  ])('%s is given up after a hundredth of it', async (_, beginning, piece) => {
    const stream = gigabyte(beginning, piece);
    await expect(readAll(stream)).rejects.toThrow(/not acceptable XML/);
    expect(stream.given).toBeLessThan(GIGABYTE / 100);
  });

  test('of records goes through record by record: what is behind is forgotten', async () => {
    const heap = () => process.memoryUsage().heapUsed;
    const record = '<Ntry><Amt Ccy="EUR">1.00</Amt><Ustrd>thanks</Ustrd></Ntry>';
    // As much of it as shows the slope: sixty-four megabytes, two million elements.
    const most = GIGABYTE / 16;
    const before = heap();
    let [peak, records] = [0, 0];
    const stream = gigabyte(OPEN, record);
    for await (const part of partsOf(stream, 3, (detail) => new Error(detail))) {
      if (part.is !== 'record') continue;
      records += 1;
      if (records % 50_000 === 0) peak = Math.max(peak, heap() - before);
      if (stream.given > most) break;
    }
    expect(records).toBeGreaterThan(1_000_000);
    expect(peak).toBeLessThan(most * 2);
    expect(stream.given).toBeLessThan(most + 2 * PIECE);
  });
});
