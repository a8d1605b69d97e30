/**
 * A letter as HTML for mail clients: tables and inline styles, because many drop style sheets; the one sheet
 * adds what is only nicer (dark colours, phone width). The one picture, the seller's logo, comes with the mail;
 * no tracking, no remote file: nothing to block and nothing to load.
 */
import { HOUSE_COLOUR, onDark } from '../../access/brand.ts';
import { addressLines, labelled } from '../../documents/format.ts';
import { WORDS } from '../words.ts';
import { oneLine, type Letter, type Look } from './letter.ts';
import { Button, Highlight, INK, Logo, MUTED, Pairs, Part, Rows } from './parts.tsx';

const FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const CARD =
  'max-width:600px;background:#ffffff;border:1px solid #e2e8e5;border-radius:12px;border-collapse:separate';
const sheet = (brand: string) => `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.pad{padding-left:22px!important;padding-right:22px!important}
  .button a{display:block!important}}
@media (prefers-color-scheme:dark){
.back{background:#0e1412!important}.card{background:#18211e!important;border-color:#2b3733!important}
.ink{color:#edf2f0!important}.muted{color:#a3b1ac!important}.wash{background:#212c28!important}
  .line{border-color:#34423d!important}
.brand{color:${brand}!important}.button{background:${brand}!important}.button a{color:#0b1f1a!important}
  .link{color:${brand}!important}.logo{background:#ffffff!important}}
`;

/** An element of hono becomes its markup where a string is wanted; its type does not say so. */
export const htmlOf = (letter: Letter, { colour = HOUSE_COLOUR, logo }: Look): string =>
  `<!doctype html>${(<Page letter={letter} colour={colour} logo={logo} />) as unknown as string}`;

interface Set {
  readonly letter: Letter;
  readonly colour: string;
  readonly logo?: string | undefined;
}

const Page = ({ letter, colour, logo }: Set) => (
  <html lang={letter.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{oneLine(letter.subject)}</title>
      <style dangerouslySetInnerHTML={{ __html: sheet(onDark(colour)) }} />
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
              <Card letter={letter} colour={colour} logo={logo} />
              <Imprint letter={letter} colour={colour} />
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
      : opening.flatMap((part) => (typeof part === 'string' ? [part] : []))[0]}
  </div>
);

const Card = ({ letter, colour, logo }: Set) => {
  const { seller, highlight, button, rows, sums, facts } = letter;
  return (
    <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style={CARD}>
      <tr>
        <td class="pad" style={`padding:32px 40px 36px;${FONT};text-align:left`}>
          <p class="brand" style={`margin:0 0 26px;font-size:17px;font-weight:600;color:${colour}`}>
            {logo === undefined ? oneLine(seller.name) : <Logo src={logo} name={oneLine(seller.name)} />}
          </p>
          <h1
            class="ink"
            style={`margin:0 0 14px;font-size:24px;line-height:30px;font-weight:600;letter-spacing:-.2px;
  ${INK}`}
          >
            {oneLine(letter.title)}
          </h1>
          {letter.greeting !== undefined && <Part text={letter.greeting} />}
          {letter.opening.map((text) => (
            <Part text={text} />
          ))}
          {highlight && <Highlight {...highlight} />}
          {button && <Button {...button} colour={colour} />}
          {rows.length > 0 && <Rows rows={rows} colour={colour} />}
          {sums.length > 0 && <Pairs pairs={sums} strongLast />}
          {letter.after.map((text) => (
            <Part text={text} />
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

const Imprint = ({ letter: { seller, language, check, off }, colour }: Set) => {
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
          {check && (
            <div style="padding-top:8px">
              {check.label} {check.url}
            </div>
          )}
          {off && (
            <div style="padding-top:8px">
              <a class="link" href={off.url} style={`color:${colour}`}>
                {off.label}
              </a>
            </div>
          )}
        </td>
      </tr>
    </table>
  );
};
