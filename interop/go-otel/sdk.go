package main

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

type exporters struct {
	spans   sdktrace.SpanExporter
	logs    sdklog.Exporter
	metrics sdkmetric.Exporter
}

// sendWithEveryExporter sends the same telemetry with grpc and http, plain and with gzip: four services.
func sendWithEveryExporter(ctx context.Context, grpcAddress, httpAddress string) ([]object, error) {
	sent := []object{}
	for _, way := range []struct {
		name string
		open func() (exporters, error)
	}{
		{"grpc", func() (exporters, error) { return openGRPC(ctx, grpcAddress, "") }},
		{"grpc-gzip", func() (exporters, error) { return openGRPC(ctx, grpcAddress, "gzip") }},
		{"http", func() (exporters, error) { return openHTTP(ctx, httpAddress, 0) }},
		{"http-gzip", func() (exporters, error) { return openHTTP(ctx, httpAddress, 1) }},
	} {
		to, err := way.open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
		one, err := sendOnce(ctx, "go-"+way.name, to)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
		sent = append(sent, one)
	}
	return sent, nil
}

func openGRPC(ctx context.Context, address, compressor string) (e exporters, err error) {
	traceOptions := []otlptracegrpc.Option{otlptracegrpc.WithEndpoint(address), otlptracegrpc.WithInsecure()}
	logOptions := []otlploggrpc.Option{otlploggrpc.WithEndpoint(address), otlploggrpc.WithInsecure()}
	metricOptions := []otlpmetricgrpc.Option{otlpmetricgrpc.WithEndpoint(address), otlpmetricgrpc.WithInsecure()}
	if compressor != "" {
		traceOptions = append(traceOptions, otlptracegrpc.WithCompressor(compressor))
		logOptions = append(logOptions, otlploggrpc.WithCompressor(compressor))
		metricOptions = append(metricOptions, otlpmetricgrpc.WithCompressor(compressor))
	}
	if e.spans, err = otlptracegrpc.New(ctx, traceOptions...); err != nil {
		return e, err
	}
	if e.logs, err = otlploggrpc.New(ctx, logOptions...); err != nil {
		return e, err
	}
	e.metrics, err = otlpmetricgrpc.New(ctx, metricOptions...)
	return e, err
}

func openHTTP(ctx context.Context, address string, compression int) (e exporters, err error) {
	e.spans, err = otlptracehttp.New(ctx, otlptracehttp.WithEndpoint(address), otlptracehttp.WithInsecure(),
		otlptracehttp.WithCompression(otlptracehttp.Compression(compression)))
	if err != nil {
		return e, err
	}
	e.logs, err = otlploghttp.New(ctx, otlploghttp.WithEndpoint(address), otlploghttp.WithInsecure(),
		otlploghttp.WithCompression(otlploghttp.Compression(compression)))
	if err != nil {
		return e, err
	}
	e.metrics, err = otlpmetrichttp.New(ctx, otlpmetrichttp.WithEndpoint(address), otlpmetrichttp.WithInsecure(),
		otlpmetrichttp.WithCompression(otlpmetrichttp.Compression(compression)))
	return e, err
}

func sendOnce(ctx context.Context, service string, to exporters) (object, error) {
	res := resource.NewSchemaless(
		attribute.String("service.name", service),
		attribute.Int64("process.pid", 4711),
		attribute.Bool("deployment.canary", true),
		attribute.StringSlice("process.command_args", []string{"/app", "--title=ü"}),
	)
	spans, spanContext, err := sendSpans(ctx, res, to.spans)
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	logs, err := sendLogs(spanContext, res, to.logs)
	if err != nil {
		return nil, fmt.Errorf("logs: %w", err)
	}
	metrics, err := sendMetrics(spanContext, res, to.metrics)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	return object{
		"service": service, "resource": attributes(res.Attributes()),
		"spans": spans, "logs": logs, "metrics": metrics,
	}, nil
}
