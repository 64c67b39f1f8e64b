/** For benchmarks: the durable queue without a receiver before it. */
export { nightglassConfig } from '../exporters/nightglass/config.ts';
export { NightglassExporter } from '../exporters/nightglass/nightglass.ts';
export { openFolder } from '../queue/folder.ts';
export { DurableQueue } from '../queue/queue.ts';
export { testContext } from './fixtures.ts';
