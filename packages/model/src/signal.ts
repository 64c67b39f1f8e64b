/** The OTLP signals Nightglass takes in. */
export type Signal = 'traces' | 'logs' | 'metrics';
export const signals: readonly Signal[] = ['traces', 'logs', 'metrics'];

/** OTLP SpanKind by its enum number (trace.proto). */
export const spanKinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
export type SpanKind = (typeof spanKinds)[number];

/** OTLP StatusCode by its enum number (trace.proto). */
export const statusCodes = ['UNSET', 'OK', 'ERROR'] as const;
export type StatusCode = (typeof statusCodes)[number];

export type MetricType = 'gauge' | 'sum' | 'histogram' | 'exponential_histogram' | 'summary';
export type Temporality = 'unspecified' | 'delta' | 'cumulative';

/** Where an attribute sits on a record. */
export type AttributeScope = 'resource' | 'scope' | 'span' | 'log' | 'metric';
