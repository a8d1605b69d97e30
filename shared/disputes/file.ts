/** A file of a dispute: what both sides show each other. It is there once, never changes, and is handed out by what a scanner says of it. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { idOf } from '../kernel/ids.ts';
import { Text } from '../kernel/party.ts';

export const FileId = idOf('fil').meta({ id: 'DisputeFileId' });

/** Of a case, whatever became of them; and what of them is kept, in bytes. */
export const MOST_FILES = 10;
export const MOST_BYTES = 10_485_760;
export const MOST_BYTES_OF_CASE = 26_214_400;

export const FileKind = z
  .enum(['pdf', 'png', 'jpeg', 'webp', 'heic', 'txt', 'csv', 'xlsx', 'docx', 'eml', 'xml'])
  .meta({ id: 'DisputeFileKind', description: 'What it is by its content; its name does not count.' });
export type FileKind = z.infer<typeof FileKind>;

const FileState = z.enum(['AWAITED', 'PENDING', 'CLEAN', 'INFECTED', 'UNSCANNED', 'REFUSED', 'ERASED']).meta({
  id: 'DisputeFileState',
  description:
    'AWAITED: it may be uploaded until its time is over. PENDING: it is there, and a scanner looks at it; nobody gets it. CLEAN: nothing was found. INFECTED: a virus was; it is deleted, and its hash stays. ' +
    'UNSCANNED: no scanner has looked at it, or could; finance gets it with `unscanned=accept`, and nobody else. REFUSED: it is of no kind that is taken; it is deleted. ERASED: its customer was erased, and the file with it.',
});

/** What lies in the bucket of it: a scanner may say something else of these on any day. */
export const KEPT: readonly z.infer<typeof FileState>[] = ['PENDING', 'UNSCANNED', 'CLEAN'];

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const DisputeFile = z
  .object({
    id: FileId,
    name: z.string().optional().meta({ description: 'As it may be kept under; gone with who is erased.' }),
    state: FileState,
    kind: FileKind.optional(),
    size: z.int().min(0).meta({ description: 'In bytes.' }),
    sha256: Sha256.optional().meta({ description: 'In hexadecimal digits; of what was uploaded.' }),
    side: z.enum(['customer', 'us']),
    by: z.string(),
    at: Instant,
    until: Instant.optional().meta({ description: 'While it is AWAITED: it may be uploaded until then.' }),
    found: z
      .array(z.string())
      .optional()
      .meta({ description: 'What the scanner calls it, or why it could not look.' }),
  })
  .meta({ id: 'DisputeFile' });
export type DisputeFile = Readonly<z.infer<typeof DisputeFile>>;

export const AddDisputeFile = z
  .strictObject({
    name: Text(120).meta({ description: 'How the file is called; made safe before it is kept.' }),
    size: z.int().min(1).max(MOST_BYTES),
    sha256: Sha256.meta({ description: 'Of its bytes, in hexadecimal digits: another file is not taken.' }),
  })
  .meta({ id: 'AddDisputeFile' });
export type AddDisputeFile = z.infer<typeof AddDisputeFile>;

export const DisputeUpload = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }).meta({
  id: 'DisputeUpload',
  description:
    'A form (multipart/form-data): these fields first, and the bytes as the last one, called `file`.',
});
export type DisputeUpload = Readonly<z.infer<typeof DisputeUpload>>;

export const DisputeFileAwaited = DisputeFile.extend({ upload: DisputeUpload }).meta({
  id: 'DisputeFileAwaited',
});

export const DisputeFileLink = DisputeFile.extend({
  url: z.string().meta({ description: 'Opens it for some minutes, as a download.' }),
}).meta({ id: 'DisputeFileLink' });
