import { printable } from '../../text-output.ts';

/** Marks that a terminal shows; all of them nothing when the output is not one. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  cyan(text: string): string;
}

export const styleFor = (colour: boolean): Style => {
  const marks =
    (on: number, off: number) =>
    (text: string): string =>
      colour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: marks(1, 22),
    dim: marks(2, 22),
    red: marks(31, 39),
    yellow: marks(33, 39),
    green: marks(32, 39),
    cyan: marks(36, 39),
  };
};

/** Words put into lines of at most `width`; a word that is longer has a line of its own and is never broken. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
};

/** Of one text of the input; a panic message may be a megabyte. */
const mostChars = 2_000;

const shown = (text: string): string =>
  text.length <= mostChars
    ? printable(text)
    : `${printable(text.slice(0, mostChars))}... (${(text.length - mostChars).toLocaleString('en-US')} characters more)`;

const noBreak = '\u00a0';
type Mark = (text: string) => string;
const plain: Mark = (text) => text;

/** The report as it grows. All text given to it may come from the input: it is made printable here and nowhere else. */
export class Page {
  readonly width: number;
  readonly style: Style;
  readonly #lines: string[] = [];
  readonly #said = new Set<string>();

  constructor(width: number, style: Style) {
    this.width = Math.max(40, width);
    this.style = style;
  }

  /** A paragraph; `first` stands before its first line, the others are indented as far. */
  text(first: string, text: string, mark: Mark = plain, markFirst: Mark = plain): void {
    const lead = shown(first);
    const lines = wrap(shown(text), this.width - lead.length);
    lines.forEach((line, i) => {
      const whole = mark(line.replaceAll(noBreak, ' '));
      this.#lines.push(`${i === 0 ? markFirst(lead) : ' '.repeat(lead.length)}${whole}`.trimEnd());
    });
  }

  /** Items separated by commas, none of them broken. */
  list(first: string, items: readonly string[], rest = ''): void {
    this.text(first, items.map((item) => item.replaceAll(' ', noBreak)).join(', ') + rest);
  }

  /** True the first time: what holds for many findings is said once. */
  isNew(text: string): boolean {
    if (this.#said.has(text)) return false;
    this.#said.add(text);
    return true;
  }

  /** One line, however long: code and stacks are copied, so they are never broken. */
  line(text: string, mark: Mark = plain): void {
    this.#lines.push(mark(shown(text)).trimEnd());
  }

  /** Left and right part of a line, the right one dim and at `column` or behind the left. */
  columns(left: string, right: string, column: number, mark: Mark = plain): void {
    const start = shown(left);
    const gap = ' '.repeat(Math.max(2, column - start.length));
    this.#lines.push(`${mark(start)}${right === '' ? '' : gap + this.style.dim(shown(right))}`.trimEnd());
  }

  heading(text: string): void {
    this.gap();
    this.line(text, this.style.bold);
  }

  /** An empty line, never two. */
  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  toString(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }
}
