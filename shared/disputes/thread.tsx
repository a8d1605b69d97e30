/** What was said and shown in a case, in its order, and the form by which its customer shows a file. */
import { amount, day } from '../documents/format.ts';
import type { Language } from '../kernel/party.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeFile, DisputeUpload } from './file.ts';
import { PAGE_WORDS, type PageWords } from './pagewords.ts';

/** Who of us sees to it, and that it is closed, is ours. */
const SHOWN = [
  'opened',
  'said',
  'asked',
  'accepted',
  'partial',
  'rejected',
  'withdrawn',
  'file',
  'file_refused',
];
export const Thread = ({
  one: { thread, files = [] },
  action,
  language,
}: {
  one: Pick<Dispute, 'thread' | 'files'>;
  /** The page where its files are handed out; on others they are not shown. */
  action?: string;
  language: Language;
}) => {
  const words = PAGE_WORDS[language];
  return (
    <ol class="steps">
      {thread
        .filter(({ what, text }) => text !== undefined && SHOWN.includes(what))
        .filter(({ files: shown = [] }) => action !== undefined || shown.length === 0)
        .map(({ side, on, text, files: shown = [] }) => (
          <li>
            <span>
              {shown.length === 0 ? (
                text
              ) : (
                <File file={fileOf(files, shown[0]!)} action={action!} words={words} />
              )}
              <span class="qty">
                {side === 'customer' ? words.said : words.ours} · {day(on, language)}
              </span>
            </span>
          </li>
        ))}
    </ol>
  );
};
const fileOf = (files: readonly DisputeFile[], id: string): DisputeFile =>
  files.find((one) => one.id === id)!;

/** How it stands, why, and over how much. */
export const CaseTags = ({
  one: { state, reason, disputed, decided },
  language,
}: {
  one: Pick<Dispute, 'state' | 'reason' | 'disputed' | 'decided'>;
  language: Language;
}) => {
  const words = PAGE_WORDS[language];
  const shown = state === 'CLOSED' ? (decided?.outcome ?? 'OVERTAKEN') : state;
  return (
    <div class="tags">
      <span class={shown === 'INFO_NEEDED' || shown === 'REJECTED' ? 'tag late' : 'tag good'}>
        {words.states[shown]}
      </span>
      <span class="tag">{words.reasons[reason]}</span>
      <span class="tag">{amount(decided?.credited ?? disputed, language)}</span>
    </div>
  );
};

/** Only what a scanner found clean is handed out here. */
const File = ({ file, action, words }: { file: DisputeFile; action: string; words: PageWords }) =>
  file.state === 'CLEAN' ? (
    <a href={`${action}?file=${file.id}`}>{file.name}</a>
  ) : (
    <>{`${file.name ?? ''} ${words.files[file.state as keyof PageWords['files']]}`}</>
  );

/** Past our functions into the bucket: the fields are signed, and the file is the last one. */
export const UploadForm = ({
  id,
  upload,
  words,
}: {
  id: string;
  upload: DisputeUpload;
  words: PageWords;
}) => (
  <form method="post" action={upload.url} enctype="multipart/form-data" class="part block">
    {Object.entries(upload.fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <label for={`file-${id}`}>{words.file}</label>
    <input
      id={`file-${id}`}
      type="file"
      name="file"
      accept={ACCEPTED}
      required
      aria-describedby={`kinds-${id}`}
    />
    <p class="small" id={`kinds-${id}`}>
      {words.fileHint}
    </p>
    <button class="button second" type="submit">
      {words.upload}
    </button>
  </form>
);
const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.heic,.txt,.csv,.xlsx,.docx,.eml,.xml';
