/** Where to look first in a trace: the failure nothing below explains, and what it said. */
import type { Span } from '@nightglass/model';
import { attributeText } from '../any-value.ts';
import type { TraceNode, TraceTree } from './tree.ts';

const has = (span: Span, event: string): boolean => span.events.some((e) => e.name === event);

/**
 * The failed span without a failed span below it; the deepest of them, then one with an exception, then the earliest.
 * Undefined when nothing failed.
 */
export const deepestFailure = (tree: TraceTree): TraceNode | undefined => {
  const rank = (n: TraceNode): number[] => [-n.depth, has(n.span, 'exception') ? 0 : 1, n.start];
  const better = (a: TraceNode, b: TraceNode): boolean => {
    const [x, y] = [rank(a), rank(b)];
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return (x[i] ?? 0) < (y[i] ?? 0);
    return false;
  };
  let best: TraceNode | undefined;
  for (const node of tree.nodes) {
    if (!node.error || node.errorsBelow > 0) continue;
    if (best === undefined || better(node, best)) best = node;
  }
  return best;
};

/** `Error: unable to verify the first certificate`, from the exception event, the status or the error type; '' without one. */
export const failureReason = (span: Span): string => {
  const event = span.events.findLast((e) => e.name === 'exception');
  if (event !== undefined) {
    const parts = [
      attributeText(event.attributes, 'exception.type'),
      attributeText(event.attributes, 'exception.message'),
    ];
    const text = parts.filter((p) => p !== '').join(': ');
    if (text !== '') return text;
  }
  if (span.status.code !== 'ERROR') return '';
  if (span.status.message !== '') return span.status.message;
  const type = attributeText(span.attributes, 'error.type');
  const code = attributeText(span.attributes, 'http.response.status_code');
  return type === '' && code !== '' ? `HTTP ${code}` : type;
};
