package main

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
)

type logRecorder struct {
	sdklog.Exporter
	sent []object
	err  error
}

func (r *logRecorder) Export(ctx context.Context, records []sdklog.Record) error {
	for i := range records {
		r.sent = append(r.sent, logObject(&records[i]))
	}
	err := r.Exporter.Export(ctx, records)
	r.err = errors.Join(r.err, err)
	return err
}

func sendLogs(ctx context.Context, res *resource.Resource, to sdklog.Exporter) ([]object, error) {
	recorder := &logRecorder{Exporter: to}
	provider := sdklog.NewLoggerProvider(
		sdklog.WithProcessor(sdklog.NewBatchProcessor(recorder)), sdklog.WithResource(res))
	logger := provider.Logger("go-interop")
	for _, one := range []struct {
		severity log.Severity
		text     string
		body     log.Value
	}{
		{log.SeverityDebug, "DEBUG", log.StringValue("grüße\n\"quoted\" 🚀")},
		{log.SeverityInfo, "INFO", log.MapValue(log.String("user", "u1"), log.Slice("items", log.IntValue(1), log.BoolValue(true)))},
		{log.SeverityWarn, "", log.Float64Value(0.25)},
		{log.SeverityError, "ERROR", log.BytesValue([]byte{0, 1, 254, 255})},
		{log.SeverityFatal4, "FATAL", log.Int64Value(-9223372036854775808)},
	} {
		var record log.Record
		record.SetTimestamp(time.Now())
		record.SetObservedTimestamp(time.Now())
		record.SetSeverity(one.severity)
		record.SetSeverityText(one.text)
		record.SetBody(one.body)
		record.AddAttributes(log.String("text", "x y"), log.Bool("yes", true), log.Int("int", 7), log.Float64("double", 1.5),
			log.Bytes("bytes", []byte{1, 2, 3}), log.Map("nested", log.String("k", "v")))
		logger.Emit(ctx, record)
	}
	err := provider.Shutdown(ctx)
	return recorder.sent, errors.Join(err, recorder.err)
}

func logObject(r *sdklog.Record) object {
	kvs := []log.KeyValue{}
	r.WalkAttributes(func(kv log.KeyValue) bool {
		kvs = append(kvs, kv)
		return true
	})
	return object{
		"timeUnixNano": nano(r.Timestamp()), "observedTimeUnixNano": nano(r.ObservedTimestamp()),
		"severityNumber": int(r.Severity()), "severityText": r.SeverityText(), "body": logValue(r.Body()),
		"traceId": r.TraceID().String(), "spanId": r.SpanID().String(), "attributes": logKeyValues(kvs),
	}
}
