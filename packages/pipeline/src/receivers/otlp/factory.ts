import { signals } from '@nightglass/model';
import { type ReceiverFactory, receiverFactory } from '../../component.ts';
import { type OtlpConfig, otlpConfig } from './config.ts';
import { OtlpReceiver } from './otlp.ts';

/** OTLP over gRPC (4317) and HTTP (4318). */
export const otlpReceiver = (): ReceiverFactory =>
  receiverFactory<OtlpConfig>({
    type: 'otlp',
    signals,
    config: otlpConfig,
    create: (context, config, next) => new OtlpReceiver(context, config, next),
  });
