import { type ProcessorFactory, processorFactory } from '../../component.ts';
import { type GoruntimeConfig, goruntimeConfig } from './config.ts';
import { GoruntimeProcessor } from './goruntime.ts';

/** Puts the panics, fatal errors and goroutine dumps of Go programs together and says what they are. */
export const goruntimeProcessor = (): ProcessorFactory =>
  processorFactory<GoruntimeConfig>({
    type: 'goruntime',
    signals: ['logs'],
    config: goruntimeConfig,
    create: (context, config, next) => new GoruntimeProcessor(context, config, next),
  });
