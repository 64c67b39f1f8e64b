import { splitCode } from '../logic/inline-code.ts';

/** A sentence in which `this` is code. */
export const InlineCode = ({ text }: { text: string }) => (
  <>
    {splitCode(text).map((part) =>
      part.code ? <code key={part.at}>{part.text}</code> : <span key={part.at}>{part.text}</span>,
    )}
  </>
);
