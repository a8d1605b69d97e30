/** Uploads in parts. */
import { AwsError, escapeXml } from '../wire.ts';
import type { Call, Operation } from './call.ts';
import { condition, kept, sameTag, unescapeXml, xml } from './call.ts';
import type { Multipart, Store } from './store.ts';
import { uploaded } from './upload.ts';

const LEAST_PART_BYTES = 5_242_880;

export const createUpload: Operation = {
  needs: [{ action: 'PutObject', on: 'object' }],
  run: ({ bucket, key, ...call }, { store }) => {
    const { id } = store.begin({ bucket, key }, kept(call));
    const where = `<Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key>`;
    return xml(
      `<InitiateMultipartUploadResult>${where}<UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  },
};

export const uploadPart: Operation = {
  needs: [{ action: 'PutObject', on: 'object' }],
  run: async (call, { store }) => {
    const number = Number(call.query.get('partNumber'));
    if (!(number >= 1 && number <= 10_000))
      throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
    const { data, checksums } = uploaded(call);
    const etag = await store.part(open(call, store), number, data);
    return { status: 200, headers: { etag, ...checksums } };
  },
};

export const completeUpload: Operation = {
  needs: [{ action: 'PutObject', on: 'object' }],
  run: async (call, { store, announce }) => {
    const upload = open(call, store);
    const asked = [...call.body.toString('utf8').matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: unescapeXml(/<ETag>([^<]*)</.exec(part)?.[1] ?? ''),
    }));
    if (asked.length === 0) throw new AwsError('MalformedXML', 'The XML you provided was not well-formed.');
    asked.forEach(({ number, etag }, i) => {
      const part = upload.parts[number];
      if (!part || !sameTag(etag, part.etag))
        throw new AwsError('InvalidPart', 'One or more of the specified parts could not be found.');
      if (i > 0 && number <= asked[i - 1]!.number)
        throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
      if (i < asked.length - 1 && part.size < LEAST_PART_BYTES)
        throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    });
    const object = await store.complete(
      upload,
      asked.map(({ number }) => number),
      condition(call),
    );
    announce('Object Created', object, 'CompleteMultipartUpload');
    const where = `<Bucket>${call.bucket}</Bucket><Key>${escapeXml(call.key)}</Key>`;
    const result = `${where}<ETag>${escapeXml(object.etag)}</ETag>`;
    return xml(`<CompleteMultipartUploadResult>${result}</CompleteMultipartUploadResult>`);
  },
};

export const abortUpload: Operation = {
  needs: [{ action: 'AbortMultipartUpload', on: 'object' }],
  run: async (call, { store }) => {
    await store.abort(open(call, store));
    return { status: 204 };
  },
};

const open = (call: Call, store: Store): Multipart => {
  const upload = store.upload(call.query.get('uploadId'));
  if (upload?.bucket === call.bucket && upload.key === call.key) return upload;
  throw new AwsError('NoSuchUpload', 'The specified multipart upload does not exist.', 404);
};
