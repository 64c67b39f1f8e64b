// Command go-otel sends telemetry with the OpenTelemetry Go SDK and grpc-go, and prints what it sent as JSON, so that
// the caller can compare it with what the API gives back.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	scene := flag.String("scene", "sdk", "sdk, age, large or keepalive")
	grpcAddress := flag.String("grpc", "127.0.0.1:4317", "host:port of OTLP over gRPC")
	httpAddress := flag.String("http", "127.0.0.1:4318", "host:port of OTLP over HTTP")
	count := flag.Int("count", 4000, "spans of the scene age")
	flag.Parse()

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var sent any
	var err error
	switch *scene {
	case "sdk":
		sent, err = sendWithEveryExporter(ctx, *grpcAddress, *httpAddress)
	case "age":
		sent, err = sendThroughGoAway(ctx, *grpcAddress, *count)
	case "large":
		sent, err = sendLarge(ctx, *grpcAddress)
	case "keepalive":
		sent, err = stayIdle(ctx, *grpcAddress)
	default:
		err = fmt.Errorf("%q is no scene", *scene)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(sent)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
