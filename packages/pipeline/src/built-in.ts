import type { Factory } from './component.ts';
import { nightglassExporter } from './exporters/nightglass/factory.ts';
import { goruntimeProcessor } from './processors/goruntime/factory.ts';
import { resourceProcessor } from './processors/resource/factory.ts';
import type { BlockTarget } from './queue/block-target.ts';
import { otlpReceiver } from './receivers/otlp/factory.ts';

/** Every component of this package. `target` is the store behind the `nightglass` exporter. */
export const builtInFactories = (dependencies: { target: BlockTarget }): Factory[] => [
  otlpReceiver(),
  resourceProcessor(),
  goruntimeProcessor(),
  nightglassExporter(dependencies),
];
