/** Text of the telemetry inside a sentence: always between backticks, on one line, bounded, never more than text. */
import { printable } from '@nightglass/model';

/** The characters of `text` as they appear between backticks. */
export const quotable = (text: string): string => printable(text).replaceAll('`', "'");

/** `` `name` ``; what is longer than `most` characters is cut, and the dots that say so stand outside. */
export const code = (text: string, most = 80): string => {
  const characters = Array.from(quotable(text));
  if (characters.length === 0) return '` `';
  if (characters.length <= most) return `\`${characters.join('')}\``;
  return `\`${characters.slice(0, most).join('')}\`…`;
};

/** A sentence of the engine as part of another: an odd backtick would turn the rest into a name. */
export const whole = (sentence: string): string => {
  const text = printable(sentence).trim();
  return (text.split('`').length - 1) % 2 === 0 ? text : text.replaceAll('`', "'");
};
