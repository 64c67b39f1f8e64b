/** What `nightglass up` runs when no file is given. */
export interface DefaultConfigOptions {
  host: string;
  /** 0 picks a free port. */
  grpcPort: number;
  httpPort: number;
}

const at = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** YAML for: OTLP in, the store out, for all three signals; crashes of Go programs in logs are put together. */
export const defaultConfig = ({ host, grpcPort, httpPort }: DefaultConfigOptions): string => `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: "${at(host, grpcPort)}"
      http:
        endpoint: "${at(host, httpPort)}"
processors:
  goruntime:
exporters:
  nightglass:
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [nightglass] }
    logs: { receivers: [otlp], processors: [goruntime], exporters: [nightglass] }
    metrics: { receivers: [otlp], exporters: [nightglass] }
`;
