/** Label selectors and node selectors as the API server and the scheduler evaluate them. */
import { at, fieldsOf, listOf, textAt, textMapOf, textOf } from './fields.ts';

export type Labels = ReadonlyMap<string, string>;

/** `selector` of a Service: every pair must be there; an empty one selects nothing. */
export const matchesPairs = (labels: Labels, pairs: Labels): boolean =>
  pairs.size > 0 && [...pairs].every(([key, value]) => labels.get(key) === value);

/** A LabelSelector; an empty one selects all, an absent one (undefined or null) nothing. */
export const matchesSelector = (labels: Labels, selector: unknown): boolean => {
  if (selector === undefined || selector === null) return false;
  for (const [key, value] of textMapOf(at(selector, 'matchLabels')))
    if (labels.get(key) !== value) return false;
  return listOf(at(selector, 'matchExpressions')).every((expression) =>
    matchesExpression(labels, expression),
  );
};

/** In, NotIn, Exists, DoesNotExist of labels; Gt and Lt of nodes. NotIn is met by a missing key. */
const matchesExpression = (labels: Labels, expression: unknown): boolean => {
  const value = labels.get(textAt(expression, 'key'));
  const values = listOf(at(expression, 'values')).map(textOf);
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
};

/**
 * `requiredDuringSchedulingIgnoredDuringExecution` of a node affinity: terms are alternatives, the expressions of a term
 * must all match; a term without expressions matches nothing.
 */
export const matchesNodeTerms = (labels: Labels, required: unknown, nodeName: string): boolean => {
  if (required === undefined || required === null) return true;
  const name: Labels = new Map([['metadata.name', nodeName]]);
  return listOf(at(required, 'nodeSelectorTerms')).some((term) => {
    const expressions = listOf(at(term, 'matchExpressions'));
    const fields = listOf(at(term, 'matchFields'));
    if (expressions.length + fields.length === 0) return false;
    return (
      expressions.every((expression) => matchesExpression(labels, expression)) &&
      fields.every((field) => matchesExpression(name, field))
    );
  });
};

/** `a=1,b=2`, in ascending order of keys. */
export const pairsText = (pairs: Labels): string =>
  [...pairs.keys()]
    .sort()
    .map((key) => `${key}=${pairs.get(key)}`)
    .join(',');

/** One expression in words: `env In [prod, staging]`. */
export const expressionText = (expression: unknown): string => {
  const values = listOf(at(expression, 'values')).map(textOf);
  return `${textAt(expression, 'key')} ${textAt(expression, 'operator')}${values.length > 0 ? ` [${values.join(', ')}]` : ''}`;
};

export const nodeTermsText = (required: unknown): string =>
  listOf(at(required, 'nodeSelectorTerms'))
    .map((term) => listOf(at(term, 'matchExpressions')).map(expressionText).join(' and '))
    .join(' or ');

/** A LabelSelector in words. */
export const selectorText = (selector: unknown): string =>
  [
    pairsText(textMapOf(at(fieldsOf(selector), 'matchLabels'))),
    ...listOf(at(selector, 'matchExpressions')).map(expressionText),
  ]
    .filter((part) => part !== '')
    .join(', ');
