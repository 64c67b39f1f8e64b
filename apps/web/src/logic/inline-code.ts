/** The parts of a sentence with `code` between back quotes; a lone back quote stays as it is. */
export const splitCode = (text: string): { at: number; text: string; code: boolean }[] => {
  const pieces = text.split('`');
  // An odd one out belongs to the text before it.
  if (pieces.length % 2 === 0) {
    const last = pieces.pop() ?? '';
    pieces.push(`${pieces.pop() ?? ''}\`${last}`);
  }
  let at = 0;
  const parts = pieces.map((piece, i) => {
    const part = { at, text: piece, code: i % 2 === 1 };
    at += piece.length + 1;
    return part;
  });
  return parts.filter((p) => p.text !== '');
};
