/** What to send so that the next answer sees more: settings to copy, by what was not seen. */
import type { Blindness } from '@nightglass/model';

/** Names that mean nothing to a shell. Others come from telemetry and are never put into text that a person runs. */
const plainName = /^[\w.-]{1,100}$/;

const traces = (endpoint: string, service: string): string =>
  [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    `OTEL_SERVICE_NAME=${plainName.test(service) ? service : 'my-service'}`,
  ].join('\n');

export interface Addresses {
  /** Where telemetry is sent to. */
  endpoint: string;
  /** Where the API is. */
  origin: string;
}

/**
 * Environment of the OpenTelemetry SDKs, their names as in its specification, or a command for a shell; '' when neither
 * would help.
 */
export const remedyOf = (
  { kind, entity }: Pick<Blindness, 'kind' | 'entity'>,
  { endpoint, origin }: Addresses,
): string => {
  switch (kind) {
    case 'blind_service':
      return traces(endpoint, entity?.name ?? '');
    case 'no_traces':
      return `OTEL_TRACES_EXPORTER=otlp\n${traces(endpoint, entity?.name ?? '')}`;
    case 'no_logs':
      return `OTEL_LOGS_EXPORTER=otlp\nOTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`;
    case 'no_metrics':
      return `OTEL_METRICS_EXPORTER=otlp\nOTEL_METRIC_EXPORT_INTERVAL=10000\nOTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`;
    case 'sampled':
      return 'OTEL_TRACES_SAMPLER=parentbased_traceidratio\nOTEL_TRACES_SAMPLER_ARG=1.0';
    case 'no_changes':
      return [
        `curl -X POST ${origin}/api/v1/changes -H 'content-type: application/json' \\`,
        `  -d '{"kind": "deploy", "service": "my-service", "version": "1.4.2"}'`,
      ].join('\n');
    case 'dropped':
    case 'budget':
    case 'short_baseline':
    case 'clock_skew':
    case 'no_kubernetes':
      return '';
  }
};
