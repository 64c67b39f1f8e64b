import { signals } from '@nightglass/model';
import { type ExporterFactory, exporterFactory } from '../../component.ts';
import type { BlockTarget } from '../../queue/block-target.ts';
import { type NightglassConfig, nightglassConfig } from './config.ts';
import { NightglassExporter } from './nightglass.ts';

/** The exporter that keeps everything in `target`, the store. */
export const nightglassExporter = (dependencies: { target: BlockTarget }): ExporterFactory =>
  exporterFactory<NightglassConfig>({
    type: 'nightglass',
    signals,
    config: nightglassConfig,
    create: (context, config) => new NightglassExporter(context, config, dependencies.target),
  });
