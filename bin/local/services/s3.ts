/** Amazon S3: buckets and objects over REST, path style, with presigned URLs that are really verified. */
import { randomUUID } from 'node:crypto';
import type { Cloud, Provider, Service, WireRequest, WireResponse } from '../seam.ts';
import type { Events } from './events.ts';
import type { GuardDuty } from './guardduty.ts';
import type { Call } from './s3/call.ts';
import { formOf } from './s3/form.ts';
import { accessOf, operationOf } from './s3/operations.ts';
import { checkPresigned } from './s3/signature.ts';
import type { Store, Stored } from './s3/store.ts';
import { openStore } from './s3/store.ts';
import { asObject, asText, AwsError, escapeXml, isTrue } from './wire.ts';

export { LOCAL_SECRET } from './s3/signature.ts';

export interface S3 extends Service {
  /** What another service puts there in its own name. */
  put(bucket: string, key: string, data: Buffer): Promise<void>;
}

export const s3 = (cloud: Cloud): S3 => {
  const buckets = new Map<string, { announces: boolean }>();
  let opened: Store | undefined;
  let sequence = 0;
  const store = () => (opened ??= openStore(cloud.stateDir('s3'), () => cloud.clock.now()));
  const arn = (bucket: string) => `arn:${cloud.partition}:s3:::${bucket}`;

  const announce = (what: 'Object Created' | 'Object Deleted', object: Stored, reason: string) => {
    const { bucket, key, size, etag } = object;
    if (!buckets.get(bucket)?.announces) return;
    const events = cloud.service<Events>('events');
    const sequencer = (cloud.clock.now() * 1000 + (sequence = (sequence + 1) % 1000))
      .toString(16)
      .toUpperCase();
    const facts = what === 'Object Created' ? { size, etag: etag.replaceAll('"', '') } : {};
    events.publish(events.defaultBusArn, {
      source: 'aws.s3',
      'detail-type': what,
      resources: [arn(bucket)],
      detail: {
        version: '0',
        bucket: { name: bucket },
        object: { key, ...facts, sequencer },
        'request-id': randomUUID(),
        requester: cloud.accountId,
        reason,
      },
    });
    if (what === 'Object Created')
      cloud.service<GuardDuty>('guardduty').created({ bucket, key, etag, read: () => store().read(object) });
  };

  const bucket: Provider = {
    properties: [
      'BucketName',
      'NotificationConfiguration',
      // Without effect on one machine: there is one version of each object, kept until it is deleted.
      'VersioningConfiguration',
      'LifecycleConfiguration',
      'ObjectLockEnabled',
      'ObjectLockConfiguration',
      'BucketEncryption',
      'PublicAccessBlockConfiguration',
      'OwnershipControls',
      'LoggingConfiguration',
      'Tags',
      'AccessControl',
      'CorsConfiguration',
      'IntelligentTieringConfigurations',
      'MetricsConfigurations',
    ],
    make: (logicalId, properties) => {
      const name = asText(
        properties['BucketName'] ?? logicalId.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-'),
        'BucketName',
      );
      const notify = asObject(properties['NotificationConfiguration']);
      const other = Object.keys(notify).find((kind) => kind !== 'EventBridgeConfiguration');
      if (other !== undefined)
        throw new Error(`Bucket ${name}: ${other} is not supported, only EventBridge is`);
      const bridge = asObject(notify['EventBridgeConfiguration']);
      const announces =
        notify['EventBridgeConfiguration'] !== undefined && isTrue(bridge['EventBridgeEnabled'] ?? true);
      buckets.set(name, { announces });
      store();
      const domain = `${name}.s3.${cloud.region}.amazonaws.com`;
      const attributes = {
        Arn: arn(name),
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: domain,
      };
      return { ref: name, attributes };
    },
  };
  const policy: Provider = {
    properties: ['Bucket', 'PolicyDocument'],
    make: (logicalId) => ({ ref: logicalId, attributes: {} }),
  };

  const handle = async (request: WireRequest): Promise<WireResponse> => {
    const call = asCall(request);
    const id = randomUUID();
    try {
      checkPresigned(request, cloud.clock.now());
      if (!buckets.has(call.bucket))
        throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      const answer = await operationOf(call).run(call, {
        store: store(),
        now: () => cloud.clock.now(),
        announce,
      });
      return { ...answer, headers: { ...answer.headers, 'x-amz-request-id': id } };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const facts = `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
      const where = `<Resource>${escapeXml(call.path)}</Resource><RequestId>${id}</RequestId>`;
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${facts}${where}</Error>`;
      const headers = { 'content-type': 'application/xml', 'x-amz-request-id': id };
      return { status: error.status, headers, ...(call.method !== 'HEAD' && { body }) };
    }
  };

  return {
    name: 's3',
    provides: { 'AWS::S3::Bucket': bucket, 'AWS::S3::BucketPolicy': policy },
    access: (request) => accessOf(asCall(request), cloud.partition),
    handle,
    put: async (name, key, data) => {
      const object = await store().put({ bucket: name, key }, { data, checksums: {} }, {}, () => {});
      announce('Object Created', object, 'PutObject');
    },
    busy: () => [],
    start: async () => {},
    stop: async () => opened?.close(),
  };
};

const asCall = (request: WireRequest): Call => {
  const [, bucket = '', ...rest] = request.path.split('/');
  const key = rest.join('/') === '' ? formOf(request)?.fields.get('key') : undefined;
  return { ...request, bucket: decodeURIComponent(bucket), key: key ?? decodeURIComponent(rest.join('/')) };
};
