/** HTML in which everything that is put in is escaped, unless it is markup already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Part[];

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also what would make text read as something else: control and bidi characters become U+FFFD. */
const escapeText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (c) =>
      /[\n\t]/.test(c) ? c : '\ufffd',
    )
    .replace(/[&<>"']/g, (c) => escapes[c] ?? '');

const partText = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(partText).join('') : escapeText(String(part));
};

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.map((text, i) => text + (i < parts.length ? partText(parts[i] ?? '') : '')).join(''));
