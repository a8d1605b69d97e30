/**
 * Amazon GuardDuty, Malware Protection for S3: what is put under a protected prefix is looked at, and the account's default bus is told what was
 * found. It knows the one signature that every scanner knows (EICAR), and cannot look into what is locked with a password.
 */
import { createHash } from 'node:crypto';
import type { Cloud, Provider, Service } from '../seam.ts';
import type { Events } from './events.ts';
import { asList, asObject, asText } from './wire.ts';

export interface GuardDuty extends Service {
  /** S3 says that it has a new object. */
  created(object: Put): void;
}
export interface Put {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  read(): Promise<Buffer | undefined>;
}
interface Plan {
  readonly arn: string;
  readonly bucket: string;
  readonly prefixes: readonly string[];
}

export const guardduty = (cloud: Cloud): GuardDuty => {
  const plans = new Map<string, Plan>();
  const plan: Provider = {
    properties: ['Role', 'ProtectedResource', 'Actions', 'Tags'],
    make: (logicalId, properties) => {
      const id = createHash('sha256').update(logicalId).digest('hex').slice(0, 20);
      const arn = `arn:${cloud.partition}:guardduty:${cloud.region}:${cloud.accountId}:malware-protection-plan/${id}`;
      const place = asObject(asObject(properties['ProtectedResource'])['S3Bucket']);
      const prefixes = asList(place['ObjectPrefixes'] ?? ['']).map((one) => asText(one, 'ObjectPrefixes'));
      plans.set(logicalId, { arn, bucket: asText(place['BucketName'], 'BucketName'), prefixes });
      const attributes = { Arn: arn, MalwareProtectionPlanId: id, CreatedAt: '', Status: 'ACTIVE' };
      return { ref: id, attributes };
    },
  };
  const scans = new Set<string>();
  const scan = async ({ bucket, key, etag, read }: Put, arn: string) => {
    scans.add(`scan of ${key}`);
    const data = await read();
    scans.delete(`scan of ${key}`);
    // It was taken away meanwhile.
    if (!data) return;
    const events = cloud.service<Events>('events');
    events.publish(events.defaultBusArn, {
      source: 'aws.guardduty',
      'detail-type': 'GuardDuty Malware Protection Object Scan Result',
      resources: [arn],
      detail: {
        schemaVersion: '1.0',
        resourceType: 'S3_OBJECT',
        s3ObjectDetails: {
          bucketName: bucket,
          objectKey: key,
          eTag: etag.replaceAll('"', ''),
          versionId: 'null',
          s3Throttled: false,
        },
        ...foundIn(data),
      },
    });
  };
  return {
    name: 'guardduty',
    provides: { 'AWS::GuardDuty::MalwareProtectionPlan': plan },
    access: () => {
      throw new Error('nobody calls GuardDuty here');
    },
    handle: () => Promise.reject(new Error('nobody calls GuardDuty here')),
    created: (put) => {
      for (const { arn, bucket, prefixes } of plans.values())
        if (bucket === put.bucket && prefixes.some((prefix) => put.key.startsWith(prefix)))
          void scan(put, arn);
    },
    busy: () => [...scans],
    start: async () => {},
    stop: async () => {},
  };
};

const EICAR = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';
/** The flag of a zip's first file: encrypted. */
const isLocked = (data: Buffer): boolean => data.subarray(0, 2).toString() === 'PK' && (data[6]! & 1) === 1;

const foundIn = (data: Buffer) => {
  if (data.includes(EICAR))
    return result('COMPLETED', 'THREATS_FOUND', [{ name: 'EICAR-Test-File (not a virus)' }], null);
  if (isLocked(data)) return result('SKIPPED', 'UNSUPPORTED', null, ['PASSWORD_PROTECTED']);
  return result('COMPLETED', 'NO_THREATS_FOUND', null, null);
};
const result = (
  scanStatus: string,
  scanResultStatus: string,
  threats: { name: string }[] | null,
  statusReasons: string[] | null,
) => ({ scanStatus, scanResultDetails: { scanResultStatus, threats, statusReasons } });
