export { type ApiServer, createApiServer } from './api-server.ts';
