import { range, text } from '../params.ts';
import { resolveRange } from '../range.ts';
import { type Route, route } from '../route.ts';

export const serviceRoutes: readonly Route[] = [
  route({
    path: '/api/v1/services',
    operationId: 'listServices',
    tag: 'services',
    summary: 'Services with their rate, errors, latency and a sparkline',
    queryParams: range,
    answer: { schema: 'ServicesResponse' },
    handle: ({ query, now, signal, store }) => store.services(resolveRange(query, now), { signal }),
  }),
  route({
    path: '/api/v1/services/{service}/operations',
    operationId: 'listOperations',
    tag: 'services',
    summary: 'Operations (span names) of one service with their rate, errors and latency',
    pathParams: { service: text('Name of the service (service.name).', 1024) },
    queryParams: range,
    answer: { schema: 'OperationsResponse' },
    handle: ({ path, query, now, signal, store }) =>
      store.operations({ ...resolveRange(query, now), service: path.service }, { signal }),
  }),
  route({
    path: '/api/v1/service-map',
    operationId: 'getServiceMap',
    tag: 'services',
    summary: 'Who calls whom: services and what they depend on, with calls, errors and latency per edge',
    queryParams: range,
    answer: { schema: 'ServiceMapResponse' },
    handle: ({ query, now, signal, store }) => store.serviceMap(resolveRange(query, now), { signal }),
  }),
];
