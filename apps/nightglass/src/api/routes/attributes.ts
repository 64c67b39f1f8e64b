import { integer, oneOf, optionalText, range, text } from '../params.ts';
import { resolveRange } from '../range.ts';
import { type Route, route } from '../route.ts';

const filter = {
  signal: oneOf('Only of this signal.', ['traces', 'logs', 'metrics']).optional(),
  scope: oneOf('Only attributes that sit here.', ['resource', 'scope', 'span', 'log', 'metric']).optional(),
  q: optionalText('Part of the text.', 1024).optional(),
  ...range,
  limit: integer('Returned at most.', 1, 1000, 200).optional(),
};

export const attributeRoutes: readonly Route[] = [
  route({
    path: '/api/v1/attributes/keys',
    operationId: 'listAttributeKeys',
    tag: 'attributes',
    summary: 'Attribute keys seen in the range, the most frequent first',
    queryParams: filter,
    answer: { schema: 'AttributeKeysResponse' },
    handle: ({ query, now, signal, store }) => {
      const { start, end, ...rest } = query;
      return store.attributeKeys({ ...rest, ...resolveRange({ start, end }, now) }, { signal });
    },
  }),
  route({
    path: '/api/v1/attributes/values',
    operationId: 'listAttributeValues',
    tag: 'attributes',
    summary: 'Values of one attribute seen in the range, the most frequent first',
    queryParams: { key: text('The attribute key.', 1024), ...filter },
    answer: { schema: 'AttributeValuesResponse' },
    handle: ({ query, now, signal, store }) => {
      const { start, end, ...rest } = query;
      return store.attributeValues({ ...rest, ...resolveRange({ start, end }, now) }, { signal });
    },
  }),
];
