/**
 * A text as the search of logs (`query` of `/api/v1/logs`) takes it literally: there a bare `-` excludes what follows and a
 * quotation mark ends a phrase, so the text becomes phrases, cut at its quotation marks.
 */
export const literalLogSearch = (text: string): string =>
  /^\w*$/.test(text)
    ? text
    : text
        .split('"')
        .filter((piece) => piece.trim() !== '')
        .map((piece) => `"${piece}"`)
        .join(' ');
