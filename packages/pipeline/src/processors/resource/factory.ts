import { signals } from '@nightglass/model';
import { type ProcessorFactory, processorFactory } from '../../component.ts';
import { type ResourceConfig, resourceConfig } from './config.ts';
import { ResourceProcessor } from './resource.ts';

/** Sets and removes resource attributes. */
export const resourceProcessor = (): ProcessorFactory =>
  processorFactory<ResourceConfig>({
    type: 'resource',
    signals,
    config: resourceConfig,
    create: (_context, config, next) => new ResourceProcessor(config, next),
  });
