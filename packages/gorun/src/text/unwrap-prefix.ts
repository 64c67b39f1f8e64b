/** Wrappers that put something before each line: CRI, syslog and journald, kubectl, compose, stamps. */
import type { Piece } from './piece.ts';

const cri =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::[^ ]{0,20})?(?: |$)/;
const stamp =
  /^\[?(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)\]?(?:[ \t]|$)/;
const unit = /^(\S{1,200} [^\s[\]:]{1,200}\[\d{1,10}\]): ?/;
const syslogStamp = /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? /;
const syslogUnit = /^((?:\S{1,200} )?[^\s[\]:]{1,200}(?:\[\d{1,10}\])?): ?/;
const syslog5424 =
  /^<\d{1,3}>1 (\S{1,40}) (\S{1,200} \S{1,200} \S{1,200}) \S{1,200} (?:-|\[[^\]]{0,500}\]) ?(?:\ufeff)?/;
const kubectl = /^\[((?:pod|po|deployment)\/[^\]\s]{1,300})\] ?/;
const compose = /^([A-Za-z0-9][\w.-]{0,200}) {0,100}\| ?/;

/** Takes one wrapper off the front of `piece.text`; false when there is none that is known. */
export const unwrapPrefix = (piece: Piece): boolean => {
  const { text } = piece;
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return takeStamp(piece);
  if (code === 91) {
    const found = kubectl.exec(text);
    if (found === null) return takeStamp(piece);
    piece.key += `|${found[1]}`;
    piece.text = text.slice(found[0].length);
    return true;
  }
  if (code === 60) {
    const found = syslog5424.exec(text);
    if (found === null) return takeSyslog(piece);
    piece.time = found[1] ?? '';
    piece.key += `|${found[2]}`;
    piece.stamped = true;
    piece.text = text.slice(found[0].length);
    return true;
  }
  if (code >= 65 && code <= 90 && takeSyslog(piece)) return true;
  const bar = text.indexOf('|');
  if (bar <= 0 || bar > 210) return false;
  const found = compose.exec(text);
  if (found === null) return false;
  piece.key += `|${found[1]}`;
  piece.text = text.slice(found[0].length);
  return true;
};

const takeStamp = (piece: Piece): boolean => {
  const { text } = piece;
  const container = cri.exec(text);
  if (container !== null) {
    piece.key += `|${container[2]}`;
    piece.time = container[1] ?? '';
    piece.ended = container[3] === 'F';
    piece.text = text.slice(container[0].length);
    return true;
  }
  const found = stamp.exec(text);
  if (found === null) return false;
  piece.stamped = true;
  piece.time = (found[1] ?? '')
    .replaceAll('/', '-')
    .replace(/ ?UTC$/, 'Z')
    .replace(/ (?=[+-]\d\d:?\d\d$)/, '');
  piece.text = text.slice(found[0].length);
  const service = unit.exec(piece.text);
  if (service !== null) {
    piece.key += `|${service[1]}`;
    piece.text = piece.text.slice(service[0].length);
    // Collectors write an RFC 3339 time; loggers mostly write a space in it.
  } else if (!text.startsWith('T', text.charCodeAt(0) === 91 ? 11 : 10)) piece.weak = true;
  return true;
};

const takeSyslog = (piece: Piece): boolean => {
  const time = syslogStamp.exec(piece.text);
  if (time === null) return false;
  const rest = piece.text.slice(time[0].length);
  const service = syslogUnit.exec(rest);
  const known = service !== null && !/^(?:panic|fatal error|goroutine|http)/.test(service[1] ?? '');
  piece.stamped = true;
  if (known) piece.key += `|${service[1]}`;
  piece.text = known ? rest.slice(service[0].length) : rest;
  return true;
};
