package main

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// spanRecorder writes down what passes to the exporter behind it, and the error it gave.
type spanRecorder struct {
	sdktrace.SpanExporter
	sent []object
	err  error
}

func (r *spanRecorder) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	for _, span := range spans {
		r.sent = append(r.sent, spanObject(span))
	}
	err := r.SpanExporter.ExportSpans(ctx, spans)
	r.err = errors.Join(r.err, err)
	return err
}

// sendSpans also returns a context that holds a sampled span, for log records and exemplars to point to.
func sendSpans(ctx context.Context, res *resource.Resource, to sdktrace.SpanExporter) ([]object, context.Context, error) {
	recorder := &spanRecorder{SpanExporter: to}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(recorder), sdktrace.WithResource(res))
	tracer := provider.Tracer("go-interop", trace.WithInstrumentationVersion("0.9.0"))
	inRoot, root := tracer.Start(ctx, "POST /pay", trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.String("text", "grüße 你好 🚀"), attribute.String("empty", ""),
		attribute.Bool("yes", true), attribute.Bool("no", false),
		attribute.Int64("large", 9223372036854775807), attribute.Int64("negative", -42), attribute.Int64("zero", 0),
		attribute.Float64("tiny", 5e-324), attribute.Float64("tenth", 0.1),
		attribute.StringSlice("list.text", []string{"a", "", "c"}), attribute.Int64Slice("list.int", []int64{1, -2, 3}),
		attribute.BoolSlice("list.bool", []bool{true, false}), attribute.Float64Slice("list.double", []float64{0.5, 1e300}),
	))
	for _, kind := range []trace.SpanKind{
		trace.SpanKindInternal, trace.SpanKindClient, trace.SpanKindProducer, trace.SpanKindConsumer,
	} {
		_, span := tracer.Start(inRoot, "child "+kind.String(), trace.WithSpanKind(kind),
			trace.WithLinks(trace.Link{SpanContext: root.SpanContext(), Attributes: []attribute.KeyValue{attribute.String("why", "test")}}))
		span.AddEvent("retry", trace.WithAttributes(attribute.Int("attempt", 2)), trace.WithTimestamp(time.Now()))
		span.RecordError(errors.New("connection refused"))
		span.SetStatus(codes.Error, "connection refused")
		span.End()
	}
	root.SetStatus(codes.Ok, "")
	root.End()
	err := provider.Shutdown(ctx)
	return recorder.sent, inRoot, errors.Join(err, recorder.err)
}

func nano(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.UnixNano(), 10)
}

func spanObject(s sdktrace.ReadOnlySpan) object {
	parent := ""
	if s.Parent().SpanID().IsValid() {
		parent = s.Parent().SpanID().String()
	}
	events, links := []object{}, []object{}
	for _, e := range s.Events() {
		events = append(events, object{"timeUnixNano": nano(e.Time), "name": e.Name, "attributes": attributes(e.Attributes)})
	}
	for _, l := range s.Links() {
		links = append(links, object{
			"traceId": l.SpanContext.TraceID().String(), "spanId": l.SpanContext.SpanID().String(),
			"attributes": attributes(l.Attributes),
		})
	}
	return object{
		"traceId": s.SpanContext().TraceID().String(), "spanId": s.SpanContext().SpanID().String(), "parentSpanId": parent,
		"name": s.Name(), "kind": strings.ToUpper(s.SpanKind().String()),
		"startTimeUnixNano": nano(s.StartTime()), "endTimeUnixNano": nano(s.EndTime()),
		"status":     object{"code": strings.ToUpper(s.Status().Code.String()), "message": s.Status().Description},
		"attributes": attributes(s.Attributes()), "events": events, "links": links,
		"scope": object{"name": s.InstrumentationScope().Name, "version": s.InstrumentationScope().Version},
	}
}
