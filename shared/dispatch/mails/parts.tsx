/** The parts of a letter in HTML: styles stand at each element, because many mail clients drop sheets. */
import { oneLine, type Link, type Pair, type Paragraph, type Row } from './letter.ts';

export const INK = 'color:#14211d';
export const MUTED = 'color:#5b6964';
const BUTTON =
  'display:block;padding:15px 28px;font-size:16px;line-height:22px;font-weight:600;' +
  'color:#ffffff;text-decoration:none';
const PAIR = 'padding:5px 0;font-size:14px;line-height:20px;vertical-align:top';

/** The attribute is for those that drop styles; a logo may be of dark letters, so it stays on white in the dark. */
export const Logo = ({ src, name }: { src: string; name: string }) => (
  <img
    class="logo"
    src={src}
    alt={name}
    height="40"
    style="display:block;height:auto;max-height:40px;max-width:220px;border:0;border-radius:6px"
  />
);

const SAID = `margin:0 0 14px;font-size:15px;line-height:23px;${INK}`;

export const Part = ({ text }: { text: Paragraph }) =>
  typeof text === 'string' ? (
    <p class="ink" style={SAID}>
      {oneLine(text)}
    </p>
  ) : 'lines' in text ? (
    <p class="ink" style={SAID}>
      {text.lines.map((line, at) => (
        <>
          {at > 0 && <br />}
          {oneLine(line)}
        </>
      ))}
    </p>
  ) : (
    <ul class="ink" style={`${SAID};padding-left:22px`}>
      {text.points.map((point) => (
        <li>{oneLine(point)}</li>
      ))}
    </ul>
  );

export const Highlight = ({ label, value, note }: { label: string; value: string; note?: string }) => (
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

export const Button = ({ label, url, colour }: Link & { colour: string }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 26px">
    <tr>
      <td class="button" align="center" style={`background:${colour};border-radius:10px`}>
        <a href={url} style={BUTTON}>
          {label}
        </a>
      </td>
    </tr>
  </table>
);

const CELL =
  'padding:11px 0;border-bottom:1px solid #e2e8e5;font-size:14px;line-height:20px;vertical-align:top';

export const Rows = ({ rows, colour }: { rows: readonly Row[]; colour: string }) => (
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
              <a class="link" href={link.url} style={`font-size:13px;font-weight:600;color:${colour}`}>
                {link.label}
              </a>
            </div>
          )}
        </td>
      </tr>
    ))}
  </table>
);

/** A word that a phone has no room for (a name of a file, a checksum) breaks; amounts and dates never do. */
export const Pairs = ({ pairs, strongLast = false }: { pairs: readonly Pair[]; strongLast?: boolean }) => (
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
          <td
            class="ink"
            align="right"
            style={`${PAIR};${/\S{25}/.test(value) ? 'overflow-wrap:anywhere;' : ''}${strong}${INK}`}
          >
            {oneLine(value)}
          </td>
        </tr>
      );
    })}
  </table>
);
