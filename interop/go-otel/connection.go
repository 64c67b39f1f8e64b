package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	resourcepb "go.opentelemetry.io/proto/otlp/resource/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
)

// meter counts connections and their bytes: what a ping leaves to see from outside.
type meter struct{ dials, read, written atomic.Int64 }

type meteredConn struct {
	net.Conn
	m *meter
}

func (c meteredConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.m.read.Add(int64(n))
	return n, err
}

func (c meteredConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.m.written.Add(int64(n))
	return n, err
}

func (m *meter) option() grpc.DialOption {
	return grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) {
		m.dials.Add(1)
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		return meteredConn{conn, m}, err
	})
}

func dial(address string, options ...grpc.DialOption) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, append(options, grpc.WithTransportCredentials(insecure.NewCredentials()))...)
}

// request holds spans of one new trace; every span carries an attribute of size bytes.
func request(service string, spans, size int) *collector.ExportTraceServiceRequest {
	traceID := make([]byte, 16)
	rand.Read(traceID)
	text := func(s string) *common.AnyValue {
		return &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: s}}
	}
	var list []*tracepb.Span
	for range spans {
		id := make([]byte, 8)
		rand.Read(id)
		now := uint64(time.Now().UnixNano())
		span := &tracepb.Span{TraceId: traceID, SpanId: id, Name: "one", StartTimeUnixNano: now, EndTimeUnixNano: now + 1000}
		if size > 0 {
			span.Attributes = []*common.KeyValue{{Key: "filling", Value: text(strings.Repeat("x", size))}}
		}
		list = append(list, span)
	}
	return &collector.ExportTraceServiceRequest{ResourceSpans: []*tracepb.ResourceSpans{{
		Resource:   &resourcepb.Resource{Attributes: []*common.KeyValue{{Key: "service.name", Value: text(service)}}},
		ScopeSpans: []*tracepb.ScopeSpans{{Spans: list}},
	}}}
}

// sendThroughGoAway sends one span per SDK export from eight senders for some seconds, while the server ends every
// connection by GOAWAY again and again.
func sendThroughGoAway(ctx context.Context, address string, count int) (object, error) {
	m := &meter{}
	exporter, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(address), otlptracegrpc.WithInsecure(),
		otlptracegrpc.WithDialOption(m.option()))
	if err != nil {
		return nil, err
	}
	const senders = 8
	pace := 4 * time.Second / time.Duration(count/senders)
	recorder := &failureCounter{SpanExporter: exporter}
	res := resource.NewSchemaless(attribute.String("service.name", "go-goaway"))
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(recorder), sdktrace.WithResource(res))
	tracer := provider.Tracer("go-interop")
	root, rootSpan := tracer.Start(ctx, "root")
	var wait sync.WaitGroup
	for range senders {
		wait.Go(func() {
			for range count / senders {
				_, span := tracer.Start(root, "one")
				span.End()
				time.Sleep(pace)
			}
		})
	}
	wait.Wait()
	rootSpan.End()
	if err := provider.Shutdown(ctx); err != nil {
		return nil, err
	}
	return object{"traceId": rootSpan.SpanContext().TraceID().String(), "spans": count/senders*senders + 1,
		"connections": m.dials.Load(), "failures": recorder.failures.Load()}, nil
}

type failureCounter struct {
	sdktrace.SpanExporter
	failures atomic.Int64
}

func (f *failureCounter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := f.SpanExporter.ExportSpans(ctx, spans)
	if err != nil {
		f.failures.Add(1)
	}
	return err
}

// sendLarge sends 40 MiB plain, 40 MiB that gzip makes small, and 70 MiB both ways.
func sendLarge(ctx context.Context, address string) ([]object, error) {
	conn, err := dial(address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	client := collector.NewTraceServiceClient(conn)
	sent := []object{}
	for _, one := range []struct {
		mib  int
		gzip bool
	}{{40, false}, {40, true}, {70, false}, {70, true}} {
		options := []grpc.CallOption{grpc.MaxCallSendMsgSize(128 << 20)}
		if one.gzip {
			options = append(options, grpc.UseCompressor(gzip.Name))
		}
		message := request("go-large", one.mib, 1<<20-1024)
		_, err := client.Export(ctx, message, options...)
		details := []string{}
		for _, d := range status.Convert(err).Details() {
			details = append(details, fmt.Sprintf("%T", d))
		}
		id := fmt.Sprintf("%x", message.ResourceSpans[0].ScopeSpans[0].Spans[0].TraceId)
		sent = append(sent, object{"mib": one.mib, "gzip": one.gzip, "traceId": id, "code": status.Code(err).String(),
			"message": status.Convert(err).Message(), "details": details})
	}
	again, err := retriedByExporter(ctx, address)
	return append(sent, again), err
}

// retriedByExporter sends 70 MiB with the SDK's exporter, which retries what the server marks as worth retrying.
func retriedByExporter(ctx context.Context, address string) (object, error) {
	var attempts atomic.Int64
	counter := func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
		attempts.Add(1)
		return invoke(ctx, method, req, reply, cc, append(options, grpc.MaxCallSendMsgSize(128<<20))...)
	}
	client := otlptracegrpc.NewClient(otlptracegrpc.WithEndpoint(address), otlptracegrpc.WithInsecure(),
		otlptracegrpc.WithDialOption(grpc.WithUnaryInterceptor(counter)))
	if err := client.Start(ctx); err != nil {
		return nil, err
	}
	err := client.UploadTraces(ctx, request("go-large", 70, 1<<20-1024).ResourceSpans)
	text := ""
	if err != nil {
		text = err.Error()
	}
	return object{"mib": 70, "exporter": true, "attempts": attempts.Load(), "message": text,
		"code": codes.ResourceExhausted.String(), "refused": strings.Contains(text, "ResourceExhausted")}, client.Stop(ctx)
}

// stayIdle pings an idle connection as often as grpc-go allows (10 s), then sends over the same connection.
func stayIdle(ctx context.Context, address string) (object, error) {
	m := &meter{}
	conn, err := dial(address, m.option(), grpc.WithIdleTimeout(0), grpc.WithKeepaliveParams(
		keepalive.ClientParameters{Time: 10 * time.Second, Timeout: 2 * time.Second, PermitWithoutStream: true}))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	client := collector.NewTraceServiceClient(conn)
	if _, err := client.Export(ctx, request("go-idle", 1, 0)); err != nil {
		return nil, err
	}
	time.Sleep(time.Second)
	read, written := m.read.Load(), m.written.Load()
	time.Sleep(13 * time.Second)
	pings, answers := m.written.Load()-written, m.read.Load()-read
	_, err = client.Export(ctx, request("go-idle", 1, 0))
	return object{"connections": m.dials.Load(), "bytesWrittenIdle": pings, "bytesReadIdle": answers}, err
}
