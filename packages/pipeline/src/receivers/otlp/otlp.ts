import type { ComponentContext, ComponentHealth, Consumers, Receiver } from '../../component.ts';
import type { OtlpConfig } from './config.ts';
import { GrpcServer } from './grpc-server.ts';
import { HttpServer } from './http-server.ts';
import { Intake } from './intake.ts';

/** OTLP over gRPC and HTTP. Acknowledges what the pipeline has made durable, and nothing else. */
export class OtlpReceiver implements Receiver {
  readonly #servers: { protocol: string; server: GrpcServer | HttpServer }[] = [];
  readonly #addresses: Record<string, string> = {};
  #state: 'starting' | 'ok' | 'failed' = 'starting';
  #stopped: Promise<void> | undefined;

  constructor(context: ComponentContext, config: OtlpConfig, next: Consumers) {
    const intake = new Intake(context, next);
    const { grpc, http } = config.protocols;
    if (grpc !== undefined) this.#servers.push({ protocol: 'grpc', server: new GrpcServer(grpc, intake) });
    if (http !== undefined) this.#servers.push({ protocol: 'http', server: new HttpServer(http, intake) });
  }

  async start(): Promise<void> {
    for (const { protocol, server } of this.#servers) this.#addresses[protocol] = await server.start();
    this.#state = 'ok';
  }
  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= Promise.all(this.#servers.map(({ server }) => server.stop(deadlineMs))).then(() => {
      this.#state = 'failed';
    });
    return this.#stopped;
  }
  health(): ComponentHealth {
    return this.#state === 'failed' ? { status: 'failed', message: 'stopped' } : { status: this.#state };
  }
  addresses(): Readonly<Record<string, string>> {
    return this.#addresses;
  }
}
