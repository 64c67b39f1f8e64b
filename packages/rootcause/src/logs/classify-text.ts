import type { FaultClass } from '@nightglass/model';
import { faultVocabulary } from './fault-vocabulary.ts';

export interface TextClass {
  faultClass: FaultClass;
  /** Slug within the class: `certificate_expired`, `connection_refused`. */
  detail: string;
  /** The text speaks of another party, not of its writer: what it names is where to look. */
  elsewhere: boolean;
}

const longest = 2000;

/**
 * Names that say nothing of the fault: full method names of gRPC (`media.v1.MediaService/ResolveMedia` does not speak of
 * resolving), and the object whose name begins every error of Python's urllib3 (its pool is not full).
 */
const names = /\b(?:[a-z]\w{0,60}\.){1,8}[A-Z]\w{0,80}\/[A-Z]\w{0,80}|\bHTTPS?ConnectionPool\(/g;

/**
 * The kind of fault that an error text speaks of: a log body, a span's status message, an exception's type and message.
 * Null when it says nothing the vocabulary knows. Reads at most 2,000 characters. Give it the raw text: a template has
 * lost its status codes.
 */
export const classifyText = (text: string): TextClass | null => {
  if (text.length < 3) return null;
  const head = (text.length > longest ? text.slice(0, longest) : text).replace(names, '');
  for (const words of faultVocabulary)
    if (words.pattern.test(head))
      return { faultClass: words.faultClass, detail: words.detail, elsewhere: words.elsewhere };
  return null;
};
