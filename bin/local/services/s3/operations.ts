/** The REST operations of S3, path style. */
import type { Access, WireResponse } from '../../seam.ts';
import { AwsError, escapeXml } from '../wire.ts';
import type { Around, Call, Operation } from './call.ts';
import {
  condition,
  failedPrecondition,
  iso,
  kept,
  noSuchKey,
  sameTag,
  source,
  span,
  sums,
  unescapeXml,
  xml,
} from './call.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart.ts';
import { checkForm, formOf } from './form.ts';
import { LOCAL_SECRET } from './signature.ts';
import { uploaded } from './upload.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Finds the operation of a request by its method and its query. */
export const operationOf = (call: Call): Operation => {
  const { method, query, headers } = call;
  if (call.key === '') {
    if (method === 'GET' && query.get('list-type') === '2') return listObjects;
    if (method === 'HEAD') return headBucket;
    if (method === 'POST' && query.has('delete')) return deleteObjects;
  } else if (query.has('uploadId')) {
    if (method === 'PUT') return uploadPart;
    if (method === 'POST') return completeUpload;
    if (method === 'DELETE') return abortUpload;
  } else if (method === 'POST' && query.has('uploads')) return createUpload;
  else if (formOf(call)) return postObject;
  else if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? putObject : copyObject;
  else if (method === 'GET' || method === 'HEAD') return getObject;
  else if (method === 'DELETE') return deleteObject;
  throw new AwsError(
    'NotImplemented',
    `${method} ${call.path}?${query.toString()} is none of the calls that are known here.`,
    501,
  );
};

export const accessOf = (call: Call, partition: string): Access[] =>
  operationOf(call).needs.map(({ action, on }) => {
    const path =
      on === 'bucket' ? call.bucket : on === 'object' ? `${call.bucket}/${call.key}` : source(call).path;
    return { action: `s3:${action}`, resource: `arn:${partition}:s3:::${path}` };
  });

const putObject: Operation = {
  needs: [{ action: 'PutObject', on: 'object' }],
  run: async (call, { store, announce }) => {
    const object = await store.put(call, uploaded(call), kept(call), condition(call));
    announce('Object Created', object, 'PutObject');
    return { status: 200, headers: { etag: object.etag, ...sums(object) } };
  },
};

/** By a form of a browser: the key is one of its fields. */
const postObject: Operation = {
  needs: [{ action: 'PutObject', on: 'object' }],
  run: async (call, { store, announce, now }): Promise<WireResponse> => {
    const form = formOf(call)!;
    checkForm(form, call.bucket, LOCAL_SECRET, now());
    const headers = Object.fromEntries(form.fields);
    const upload = uploaded({ ...call, headers, body: form.file, query: new URLSearchParams() });
    const object = await store.put(call, upload, kept({ headers }), () => {});
    announce('Object Created', object, 'PostObject');
    const back = form.fields.get('success_action_redirect');
    if (back === undefined) return { status: 204, headers: { etag: object.etag } };
    const location = new URL(back);
    for (const [name, value] of [
      ['bucket', call.bucket],
      ['key', call.key],
      ['etag', object.etag],
    ] as const)
      location.searchParams.set(name, value);
    return { status: 303, headers: { etag: object.etag, location: location.href } };
  },
};

const copyObject: Operation = {
  needs: [
    { action: 'GetObject', on: 'source' },
    { action: 'PutObject', on: 'object' },
  ],
  run: async (call, around) => {
    const { store, announce } = around;
    const from = source(call);
    const original = store.get(from.bucket, from.key);
    if (!original) throw noSuchKey();
    const headers = call.headers['x-amz-metadata-directive'] === 'REPLACE' ? kept(call) : original.headers;
    const data = await store.read(original);
    if (!data) return copyObject.run(call, around);
    const upload = { data, checksums: sums(original) };
    const object = await store.put(call, upload, headers, condition(call));
    announce('Object Created', object, 'CopyObject');
    const facts = `<LastModified>${iso(object)}</LastModified><ETag>${escapeXml(object.etag)}</ETag>`;
    return xml(`<CopyObjectResult>${facts}</CopyObjectResult>`);
  },
};

const getObject: Operation = {
  needs: [{ action: 'GetObject', on: 'object' }],
  run: async (call, around) => {
    const { store } = around;
    const object = store.get(call.bucket, call.key);
    if (!object) throw noSuchKey();
    const { etag, size, modified } = object;
    const none = call.headers['if-none-match'];
    if (none !== undefined && sameTag(none, etag)) return { status: 304, headers: { etag } };
    const only = call.headers['if-match'];
    if (only !== undefined && !sameTag(only, etag)) throw failedPrecondition();
    const range = span(call.headers['range'], size);
    const headers: Record<string, string> = {
      'content-type': 'application/octet-stream',
      ...object.headers,
      etag,
      'last-modified': new Date(modified).toUTCString(),
      'accept-ranges': 'bytes',
      'content-length': String(range ? range.to - range.from + 1 : size),
      ...(range && { 'content-range': `bytes ${range.from}-${range.to}/${size}` }),
    };
    for (const [name, value] of call.query)
      if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value;
    if (range || call.headers['x-amz-checksum-mode'] !== 'ENABLED')
      for (const name of Object.keys(sums(object))) delete headers[name];
    const status = range ? 206 : 200;
    if (call.method === 'HEAD') return { status, headers };
    const body = await store.read(object, range?.from, range?.to);
    // Undefined: another one took its place while this one was being opened.
    return body ? { status, headers, body } : getObject.run(call, around);
  },
};

const deleteObject: Operation = {
  needs: [{ action: 'DeleteObject', on: 'object' }],
  run: async ({ bucket, key }, around) => {
    await remove(bucket, key, around);
    return { status: 204 };
  },
};

const deleteObjects: Operation = {
  needs: [{ action: 'DeleteObject', on: 'object' }],
  run: async (call, around) => {
    const body = call.body.toString('utf8');
    const keys = [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => unescapeXml(key ?? ''));
    for (const key of keys) await remove(call.bucket, key, around);
    const quiet = /<Quiet>true<\/Quiet>/.test(body);
    const deleted = keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`);
    return xml(`<DeleteResult>${quiet ? '' : deleted.join('')}</DeleteResult>`);
  },
};

const remove = async (bucket: string, key: string, { store, announce }: Around) => {
  const object = store.get(bucket, key);
  if (object && (await store.remove(bucket, key))) announce('Object Deleted', object, 'DeleteObject');
};

const headBucket: Operation = {
  needs: [{ action: 'ListBucket', on: 'bucket' }],
  run: () => ({ status: 200 }),
};

const listObjects: Operation = {
  needs: [{ action: 'ListBucket', on: 'bucket' }],
  run: ({ bucket, query }, { store }) => {
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const token = query.get('continuation-token');
    const after =
      token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
    const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
    const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : escapeXml;
    const rows: string[] = [];
    const groups = new Set<string>();
    let last = '';
    let more = false;
    for (const object of store.list(bucket, prefix)) {
      const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      const group = cut < 0 ? undefined : object.key.slice(0, cut + delimiter.length);
      const name = group ?? object.key;
      if (
        Buffer.compare(Buffer.from(name), Buffer.from(after)) <= 0 ||
        (group !== undefined && groups.has(group))
      )
        continue;
      if (rows.length === most) {
        more = true;
        break;
      }
      last = name;
      if (group !== undefined) {
        groups.add(group);
        rows.push(`<CommonPrefixes><Prefix>${encode(group)}</Prefix></CommonPrefixes>`);
      } else {
        const facts = `<LastModified>${iso(object)}</LastModified><ETag>${escapeXml(object.etag)}</ETag>`;
        const rest = `<Size>${object.size}</Size><StorageClass>STANDARD</StorageClass>`;
        rows.push(`<Contents><Key>${encode(object.key)}</Key>${facts}${rest}</Contents>`);
      }
    }
    const next = `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>`;
    const paging = `<MaxKeys>${most}</MaxKeys><IsTruncated>${more}</IsTruncated>`;
    const counts = `<KeyCount>${rows.length}</KeyCount>${paging}`;
    const head = `<Name>${bucket}</Name><Prefix>${encode(prefix)}</Prefix>${counts}${more ? next : ''}`;
    return xml(`<ListBucketResult xmlns="${NAMESPACE}">${head}${rows.join('')}</ListBucketResult>`);
  },
};
