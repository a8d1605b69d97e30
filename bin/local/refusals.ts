/** An AWS error in the wire format of the service that gives it. */
import type { WireRequest, WireResponse } from './seam.ts';

export interface Refusal {
  status: number;
  code: string;
  message: string;
}

export const refusal = (service: string, { status, code, message }: Refusal): WireResponse => {
  if (service === 's3') {
    const name = code === 'AccessDeniedException' ? 'AccessDenied' : code;
    return xml(status, `<Error><Code>${name}</Code><Message>${escape(message)}</Message></Error>`);
  }
  if (service === 'ses') {
    const name = code === 'AccessDeniedException' ? 'AccessDenied' : code;
    const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>${escape(message)}</Message></Error>`;
    const wire = name === 'AccessDenied' ? 403 : status;
    return xml(wire, `<ErrorResponse>${error}<RequestId>local</RequestId></ErrorResponse>`);
  }
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code };
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message, Message: message });
  if (service === 'sqs')
    return { status, headers: { ...headers, 'x-amzn-query-error': `${code};Sender` }, body };
  return { status, headers, body };
};

/** DynamoDB's answer to a write that met another transaction on one of its items. */
export const transactionConflict = (request: WireRequest): WireResponse => {
  const { TransactItems: items } = JSON.parse(request.body.toString()) as { TransactItems?: unknown[] };
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const namespace = 'com.amazonaws.dynamodb.v20120810';
  if (!items) {
    const message = 'Transaction is ongoing for the item';
    const body = JSON.stringify({ __type: `${namespace}#TransactionConflictException`, message });
    return { status: 400, headers, body };
  }
  const reasons = items.map(() => ({
    Code: 'TransactionConflict',
    Message: 'Transaction is ongoing for the item',
  }));
  const names = reasons.map((reason) => reason.Code).join(', ');
  const body = JSON.stringify({
    __type: `${namespace}#TransactionCanceledException`,
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${names}]`,
    CancellationReasons: reasons,
  });
  return { status: 400, headers, body };
};

const xml = (status: number, inner: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${inner}`,
});

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
