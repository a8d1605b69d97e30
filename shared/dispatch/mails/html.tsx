/**
 * A letter as HTML for mail clients: tables and inline styles, because many drop style sheets; the one sheet
 * adds what is only nicer (dark colours, phone width). No picture, no tracking, no remote file: nothing to
 * block and nothing to load.
 */
import { addressLines, labelled } from '../../documents/format.ts';
import { WORDS } from '../words.ts';
import { oneLine, type Letter, type Link, type Pair, type Row } from './letter.ts';

const FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = 'color:#14211d';
const MUTED = 'color:#5b6964';
const CARD =
  'max-width:600px;background:#ffffff;border:1px solid #e2e8e5;border-radius:12px;border-collapse:separate';
const BUTTON =
  'display:block;padding:15px 28px;font-size:16px;line-height:22px;font-weight:600;' +
  'color:#ffffff;text-decoration:none';
const PAIR = 'padding:5px 0;font-size:14px;line-height:20px;vertical-align:top';
const SHEET = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.pad{padding-left:22px!important;padding-right:22px!important}
  .button a{display:block!important}}
@media (prefers-color-scheme:dark){
.back{background:#0e1412!important}.card{background:#18211e!important;border-color:#2b3733!important}
.ink{color:#edf2f0!important}.muted{color:#a3b1ac!important}.wash{background:#212c28!important}
  .line{border-color:#34423d!important}
.brand{color:#7fd1bb!important}.button{background:#7fd1bb!important}.button a{color:#0b1f1a!important}
  .link{color:#7fd1bb!important}}
`;

/** An element of hono becomes its markup where a string is wanted; its type does not say so. */
export const htmlOf = (letter: Letter): string =>
  `<!doctype html>${(<Page letter={letter} />) as unknown as string}`;

const Page = ({ letter }: { letter: Letter }) => (
  <html lang={letter.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{oneLine(letter.subject)}</title>
      <style dangerouslySetInnerHTML={{ __html: SHEET }} />
    </head>
    <body class="back" style="margin:0;padding:0;background:#f0f3f1">
      <div role="main">
        <Preview letter={letter} />
        <table
          role="presentation"
          class="back"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style="background:#f0f3f1"
        >
          <tr>
            <td align="center" style="padding:28px 12px">
              <Card letter={letter} />
              <Imprint letter={letter} />
            </td>
          </tr>
        </table>
      </div>
    </body>
  </html>
);

/** The line that an inbox shows beside the subject. */
const Preview = ({ letter: { highlight, opening, language } }: { letter: Letter }) => (
  <div style="display:none;max-height:0;overflow:hidden;opacity:0">
    {highlight
      ? [labelled(highlight.label, highlight.value, language), highlight.note].filter(Boolean).join(' · ')
      : opening[0]}
  </div>
);

const Card = ({ letter }: { letter: Letter }) => {
  const { seller, highlight, button, rows, sums, facts } = letter;
  return (
    <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style={CARD}>
      <tr>
        <td class="pad" style={`padding:32px 40px 36px;${FONT};text-align:left`}>
          <p class="brand" style="margin:0 0 26px;font-size:17px;font-weight:600;color:#0f5c4d">
            {oneLine(seller.name)}
          </p>
          <h1
            class="ink"
            style={`margin:0 0 14px;font-size:24px;line-height:30px;font-weight:600;letter-spacing:-.2px;
  ${INK}`}
          >
            {oneLine(letter.title)}
          </h1>
          <Paragraph text={letter.greeting} />
          {letter.opening.map((text) => (
            <Paragraph text={text} />
          ))}
          {highlight && <Highlight {...highlight} />}
          {button && <Button {...button} />}
          {rows.length > 0 && <Rows rows={rows} />}
          {sums.length > 0 && <Pairs pairs={sums} strongLast />}
          {letter.after.map((text) => (
            <Paragraph text={text} />
          ))}
          {facts.length > 0 && <Pairs pairs={facts} />}
          <p class="ink" style={`margin:26px 0 0;font-size:15px;line-height:23px;${INK}`}>
            {WORDS[letter.language].closing}
            <br />
            {oneLine(seller.name)}
          </p>
        </td>
      </tr>
    </table>
  );
};

const Paragraph = ({ text }: { text: string }) => (
  <p class="ink" style={`margin:0 0 14px;font-size:15px;line-height:23px;${INK}`}>
    {oneLine(text)}
  </p>
);

const Highlight = ({ label, value, note }: { label: string; value: string; note?: string }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:20px 0">
    <tr>
      <td class="wash" style="background:#f0f4f2;border-radius:10px;padding:18px 22px">
        <div class="muted" style={`font-size:13px;line-height:18px;${MUTED}`}>
          {label}
        </div>
        <div
          class="ink"
          style={`font-size:30px;line-height:38px;font-weight:600;letter-spacing:-.4px;${INK}`}
        >
          {oneLine(value)}
        </div>
        {note && (
          <div class="muted" style={`font-size:14px;line-height:20px;${MUTED}`}>
            {oneLine(note)}
          </div>
        )}
      </td>
    </tr>
  </table>
);

const Button = ({ label, url }: Link) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 26px">
    <tr>
      <td class="button" align="center" style="background:#0f5c4d;border-radius:10px">
        <a href={url} style={BUTTON}>
          {label}
        </a>
      </td>
    </tr>
  </table>
);

const CELL =
  'padding:11px 0;border-bottom:1px solid #e2e8e5;font-size:14px;line-height:20px;vertical-align:top';

const Rows = ({ rows }: { rows: readonly Row[] }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 14px">
    {rows.map(({ name, details, amount, link }) => (
      <tr>
        <td class="ink line" style={`${CELL};${INK}`}>
          {oneLine(name)}
          {details.length > 0 && (
            <div class="muted" style={`font-size:13px;line-height:18px;${MUTED}`}>
              {oneLine(details.join(' · '))}
            </div>
          )}
        </td>
        <td class="ink line" align="right" style={`${CELL};white-space:nowrap;padding-left:16px;${INK}`}>
          {amount}
          {link && (
            <div>
              <a class="link" href={link.url} style="font-size:13px;font-weight:600;color:#0f5c4d">
                {link.label}
              </a>
            </div>
          )}
        </td>
      </tr>
    ))}
  </table>
);

const Pairs = ({ pairs, strongLast = false }: { pairs: readonly Pair[]; strongLast?: boolean }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 20px">
    {pairs.map(([label, value], at) => {
      const strong = strongLast && at === pairs.length - 1 ? 'font-weight:600;' : '';
      return (
        <tr>
          <td
            class={strong ? 'ink' : 'muted'}
            style={`padding:5px 12px 5px 0;font-size:14px;line-height:20px;vertical-align:top;
  ${strong || MUTED};${strong && INK}`}
          >
            {label}
          </td>
          <td class="ink" align="right" style={`${PAIR};${strong}${INK}`}>
            {oneLine(value)}
          </td>
        </tr>
      );
    })}
  </table>
);

const Imprint = ({ letter: { seller, language } }: { letter: Letter }) => {
  const words = WORDS[language];
  const lines = [
    [seller.name, ...addressLines(seller.address, language)].join(' · '),
    [`${words.vatId} ${seller.vatId}`, seller.registration, seller.phone].filter(Boolean).join(' · '),
  ];
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px">
      <tr>
        <td
          class="muted pad"
          style={`padding:20px 40px 8px;${FONT};font-size:12px;line-height:18px;text-align:left;${MUTED}`}
        >
          {words.questions(seller.email)}
          {lines.map((line) => (
            <div>{oneLine(line)}</div>
          ))}
        </td>
      </tr>
    </table>
  );
};
