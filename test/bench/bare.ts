/**
 * The least that can be called the same flow, for ratios of one run: one process, one SQLite file with an fsync per commit, no
 * tenants, permissions, outbox, documents, mails or ledger. POST /orders, /orders/:id/fulfil (next number of the series), /hook
 * (signed; marks the invoice paid).
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [dataDir = ''] = process.argv.slice(2);
const SECRET = 'bare';
const db = new DatabaseSync(join(dataDir, 'bare.db'));
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE orders (id TEXT PRIMARY KEY, source TEXT UNIQUE, gross INTEGER, body TEXT);
  CREATE TABLE series (name TEXT PRIMARY KEY, next INTEGER);
  CREATE TABLE invoices (id TEXT PRIMARY KEY, number INTEGER UNIQUE, order_id TEXT, gross INTEGER, open INTEGER);
  CREATE TABLE payments (id TEXT PRIMARY KEY, invoice_id TEXT, minor INTEGER);
  INSERT INTO series VALUES ('INV', 1);`);
const insertOrder = db.prepare('INSERT INTO orders VALUES (?, ?, ?, ?)');
const orderById = db.prepare('SELECT gross FROM orders WHERE id = ?');
const takeNumber = db.prepare(
  "UPDATE series SET next = next + 1 WHERE name = 'INV' RETURNING next - 1 AS number",
);
const insertInvoice = db.prepare('INSERT INTO invoices VALUES (?, ?, ?, ?, ?)');
const settle = db.prepare('UPDATE invoices SET open = open - ? WHERE id = ? AND open >= ?');
const insertPayment = db.prepare('INSERT INTO payments VALUES (?, ?, ?)');

const together = <T>(work: () => T): T => {
  db.exec('BEGIN IMMEDIATE');
  try {
    const done = work();
    db.exec('COMMIT');
    return done;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
};

interface Line {
  quantity: string;
  unitPrice: string;
}
const place = (body: string): object => {
  const { sourceOrderId, lines } = JSON.parse(body) as { sourceOrderId: string; lines: Line[] };
  const gross = lines.reduce(
    (sum, line) => sum + Math.round(Number(line.quantity) * Number(line.unitPrice) * 100),
    0,
  );
  const id = randomUUID();
  insertOrder.run(id, sourceOrderId, gross, body);
  return { id, gross };
};
const fulfil = (id: string): object =>
  together(() => {
    const { gross } = orderById.get(id) as { gross: number };
    const { number } = takeNumber.get() as { number: number };
    const invoice = randomUUID();
    insertInvoice.run(invoice, number, id, gross, gross);
    return { invoice, number, gross };
  });
const hear = (body: string, signature: string): object => {
  const expected = createHmac('sha256', SECRET).update(body).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) throw new Error('signature');
  const { id, invoice, minor } = JSON.parse(body) as { id: string; invoice: string; minor: number };
  return together(() => {
    insertPayment.run(id, invoice, minor);
    settle.run(minor, invoice, minor);
    return { received: true };
  });
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const server = createServer((request, response) => {
  void bodyOf(request)
    .then((body) => {
      const [, area, id, verb] = request.url!.split('/');
      if (area === 'hook') return hear(body, String(request.headers['x-signature']));
      return verb === 'fulfil' ? fulfil(id!) : place(body);
    })
    .then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `${JSON.stringify({ port: (server.address() as AddressInfo).port, secret: SECRET })}\n`,
  );
});
process.stdin.resume().once('end', () => process.exit(0));
