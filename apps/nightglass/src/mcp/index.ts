export { type BridgeOptions, bridge } from './bridge.ts';
export { McpEndpoint } from './endpoint.ts';
