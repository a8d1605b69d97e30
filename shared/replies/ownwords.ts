/** What the writer of a reply wrote: without what is quoted below, the signature, and what the telephone adds. */

/** Mail programs put one of these before what they quote, in the language of the writer. */
const QUOTED = [
  /^\s*>/,
  /^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d['’]origine|message transféré|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato)/i,
  /^(on|am|le|el|il( giorno)?)\s.{6,120}(?:wrote|schrieb|a écrit|escribió|ha scritto)(?!\p{L}).*:?\s*$/iu,
  /^.{3,80} (schrieb am|a écrit le|ha scritto il|escribió el) .{4,60}:\s*$/i,
  /^(from|von|de|da)\s?:\s.*[@<]/i,
  /^_{5,}\s*$/,
];
const SIGNATURE = /^(--\s?|—\s*)$/;
const TELEPHONE =
  /^(sent from my|von meinem .{2,30} gesendet|gesendet mit|envoyé (de|depuis) mon|enviado desde mi|inviato da(l mio)?)\b.*/i;

/** So much is read; who writes more has a person read it. */
const MOST = 20_000;

export const ownWords = (text: string): string => {
  const own: string[] = [];
  for (const line of text.slice(0, MOST).split(/\r?\n/)) {
    if (SIGNATURE.test(line) || QUOTED.some((mark) => mark.test(line))) break;
    if (!TELEPHONE.test(line.trim())) own.push(line);
  }
  return own.join('\n').trim();
};
