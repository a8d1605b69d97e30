/**
 * The one style sheet of the payment pages. No script, no remote file and no style attribute: the policy can
 * be strict.
 */
import { createHash } from 'node:crypto';
import { onDark } from '../access/brand.ts';

export const STYLE = `
:root{color-scheme:light dark;--back:#f0f3f1;--card:#fff;--ink:#14211d;--muted:#55635e;--line:#dfe6e2;
  --wash:#f0f4f2;--brand:#0f5c4d;--on:#fff;--warn:#9a3412;--warnback:#fff4ea;--good:#0f5c4d;
  --goodback:#e5f3ee;--focus:#1d4ed8}
@media (prefers-color-scheme:dark){:root{--back:#0d1311;--card:#161f1c;--ink:#edf2f0;--muted:#a7b5b0;
  --line:#2d3935;--wash:#1e2925;--brand:#7fd1bb;--on:#0a1d18;--warn:#fdba74;--warnback:#33200f;
  --good:#8fe0c8;--goodback:#12312a;--focus:#93c5fd}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--ink);
  font:400 16px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;
  font-variant-numeric:tabular-nums}
header,main,footer{width:100%;max-width:1000px;margin:0 auto;padding:0 16px}
header{display:flex;align-items:center;min-height:72px}
.brand{font-size:18px;font-weight:650;color:var(--brand);margin:0}
.brand img{display:block;max-height:44px;max-width:190px;background:#fff;border-radius:6px;padding:4px}
h1,h2{margin:0;line-height:1.3;letter-spacing:-.01em}
h1{font-size:17px;font-weight:600}
h2{font-size:17px;font-weight:650}
p{margin:0}
a{color:var(--brand);text-underline-offset:3px}
.cards{display:grid;gap:16px;align-items:start}
.card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:22px 20px;min-width:0}
.small,.muted{color:var(--muted)}
.small{font-size:14px}
.owed{margin-top:18px;font-size:15px;color:var(--muted)}
.amount{font-size:44px;line-height:1.15;font-weight:680;letter-spacing:-.025em;overflow-wrap:anywhere}
.tags{display:flex;flex-wrap:wrap;gap:8px;margin-top:10px}
.tag{border-radius:999px;background:var(--wash);padding:4px 12px;font-size:14px;font-weight:550}
.tag.late{background:var(--warnback);color:var(--warn)}
.tag.good{background:var(--goodback);color:var(--good)}
.button{display:block;width:100%;margin-top:20px;border:0;border-radius:12px;padding:16px 20px;
  background:var(--brand);color:var(--on);font:inherit;font-size:18px;font-weight:650;text-align:center;
  text-decoration:none;cursor:pointer}
.button:hover{filter:brightness(1.08)}
.button.second{background:none;color:var(--brand);border:1.5px solid var(--line);font-size:15px;
  padding:13px 12px;margin-top:12px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:8px}
.under{margin-top:12px}
.note{border-radius:12px;padding:13px 16px;margin-top:18px;background:var(--warnback);color:var(--warn);
  font-size:15px}
.note.good{background:var(--goodback);color:var(--good)}
details{margin-top:20px;border-top:1px solid var(--line)}
summary{padding:16px 0 14px;font-weight:600;cursor:pointer}
table{width:100%;border-collapse:collapse;font-size:15px}
th{font-size:13px;font-weight:600;color:var(--muted);text-align:left;padding:0 0 6px}
td{padding:9px 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th+th,td+td{padding-left:14px}
.num{text-align:right;white-space:nowrap;overflow-wrap:normal}
tfoot td{border-top:0;padding:4px 0}
tfoot tr:first-child td{border-top:1px solid var(--line);padding-top:10px}
tfoot tr:last-child td{font-weight:650}
.qty{display:block;color:var(--muted);font-size:14px}
section+section,.block{margin-top:22px}
.field{margin-top:18px}
.part label{display:block;font-size:14px;color:var(--muted)}
.part input,.part select,.part textarea{width:100%;margin-top:8px;padding:12px 14px;border:1.5px solid var(--line);border-radius:12px;
  background:var(--card);color:var(--ink);font:inherit;font-size:18px}
fieldset{border:0;margin:24px 0 0;padding:0;min-width:0}
legend{padding:0;font-weight:600}
.consent{display:grid;grid-template-columns:auto 1fr;gap:12px;margin:18px 0 0;font-size:14px;color:var(--muted)}
.consent input{width:22px;height:22px;margin:0;accent-color:var(--brand)}
.pick{display:grid;grid-template-columns:auto 1fr auto;gap:2px 14px;align-items:start;padding:13px 0;
  border-bottom:1px solid var(--line)}
.pick input{width:22px;height:22px;margin:1px 0 0;accent-color:var(--brand)}
.pick label{min-width:0;overflow-wrap:anywhere;cursor:pointer}
.pick a{grid-column:2/4}
.pick .late{color:var(--warn)}
.pick .good{color:var(--good)}
.facts{display:grid;grid-template-columns:auto auto;justify-content:space-between;gap:7px 18px;
  margin:14px 0 0;font-size:15px}
.facts dt{color:var(--muted)}
.facts dt,.facts dd{overflow-wrap:break-word;min-width:0}
.facts dd{margin:0;text-align:right;text-wrap:balance}
.steps{list-style:none;margin:14px 0 0;padding:0}
.steps li{display:flex;justify-content:space-between;gap:14px;position:relative;padding:0 0 16px 26px;font-size:15px}
.steps li::before{content:"";position:absolute;left:2px;top:6px;width:10px;height:10px;border-radius:50%;
  border:2px solid var(--muted);background:var(--card)}
.steps li:not(:last-child)::after{content:"";position:absolute;left:8px;top:22px;bottom:-2px;width:2px;
  background:var(--line)}
.steps .next::before{border-color:var(--brand);background:var(--brand)}
.steps .late::before{border-color:var(--warn);background:var(--warn)}
.steps .qty.late{color:var(--warn)}
.strong{font-weight:650}
.qr{display:grid;grid-template-columns:132px 1fr;gap:16px;align-items:center;margin-top:18px;
  padding-top:18px;border-top:1px solid var(--line);font-size:14px;color:var(--muted)}
.qr svg{display:block;width:132px;height:132px;border-radius:10px;border:1px solid var(--line)}
footer{padding-top:22px;padding-bottom:40px;font-size:14px;color:var(--muted)}
footer p+p{margin-top:6px}
.single{max-width:560px;margin:0 auto}
body:has(.single) header,body:has(.single) footer{max-width:592px}
.single h1{font-size:26px;margin-top:14px}
.single .lead{margin-top:10px;color:var(--muted)}
.mark{display:flex;width:52px;height:52px;border-radius:50%;align-items:center;justify-content:center;
  background:var(--goodback);color:var(--good)}
.mark.wait{background:var(--wash);color:var(--brand)}
.mark.fail{background:var(--warnback);color:var(--warn)}
.mark svg{width:26px;height:26px}
@keyframes turn{to{transform:rotate(1turn)}}
.mark.wait svg{animation:turn 1.4s linear infinite}
@media (prefers-reduced-motion:reduce){.mark.wait svg{animation:none}}
@media (min-width:860px){header{min-height:92px}
  .cards.two{grid-template-columns:minmax(0,1.2fr) minmax(0,1fr);gap:20px}.card{padding:30px 32px}
  .amount{font-size:56px}}
@media print{.button,.small.under{display:none}body{background:#fff}.card{border:0;padding:0}}
`;

const hashOf = (sheet: string): string => `sha256-${createHash('sha256').update(sheet).digest('base64')}`;

/** Names the sheet in a Content-Security-Policy, so that no other style runs. */
const STYLE_HASH = hashOf(STYLE);

/** After the sheet, where an entity has a colour of its own. */
export const sheetOf = (colour: string): string =>
  `:root{--brand:${colour}}@media (prefers-color-scheme:dark){:root{--brand:${onDark(colour)}}}`;

/** The sheets of a page in that colour, and those that it has beside. */
export const stylesOf = (colour: string | undefined, ...beside: readonly string[]): readonly string[] => [
  STYLE_HASH,
  ...(colour === undefined ? [] : [hashOf(sheetOf(colour))]),
  ...beside.map(hashOf),
];
