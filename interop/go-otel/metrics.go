package main

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/resource"
)

type metricRecorder struct {
	sdkmetric.Exporter
	sent []object
	err  error
}

func (r *metricRecorder) Export(ctx context.Context, data *metricdata.ResourceMetrics) error {
	for _, scope := range data.ScopeMetrics {
		for _, m := range scope.Metrics {
			r.sent = append(r.sent, metricObject(m))
		}
	}
	err := r.Exporter.Export(ctx, data)
	r.err = errors.Join(r.err, err)
	return err
}

// sendMetrics records inside the span of ctx, so that the SDK takes exemplars.
func sendMetrics(ctx context.Context, res *resource.Resource, to sdkmetric.Exporter) ([]object, error) {
	recorder := &metricRecorder{Exporter: to}
	exponential := sdkmetric.NewView(sdkmetric.Instrument{Name: "go.exponential"},
		sdkmetric.Stream{Aggregation: sdkmetric.AggregationBase2ExponentialHistogram{MaxSize: 160, MaxScale: 20}})
	provider := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewPeriodicReader(recorder)),
		sdkmetric.WithResource(res), sdkmetric.WithView(exponential))
	meter := provider.Meter("go-interop")
	route := metric.WithAttributes(attribute.String("route", "/pay"), attribute.Int("code", 200), attribute.Bool("ok", true))
	counter, err1 := meter.Int64Counter("go.counter", metric.WithUnit("{request}"), metric.WithDescription("requests"))
	upDown, err2 := meter.Float64UpDownCounter("go.updown")
	gauge, err3 := meter.Float64Gauge("go.gauge", metric.WithUnit("Cel"))
	histogram, err4 := meter.Float64Histogram("go.histogram", metric.WithUnit("s"))
	expo, err5 := meter.Float64Histogram("go.exponential", metric.WithUnit("s"))
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	counter.Add(ctx, 3, route)
	counter.Add(ctx, 4, metric.WithAttributes(attribute.String("route", "/refund")))
	upDown.Add(ctx, -2.5, route)
	gauge.Record(ctx, -40.25, route)
	for _, v := range []float64{0, 0.003, 0.04, 7, 12000} {
		histogram.Record(ctx, v, route)
		expo.Record(ctx, v, route)
		expo.Record(ctx, -v, route)
	}
	err := provider.Shutdown(ctx)
	return recorder.sent, errors.Join(err, recorder.err)
}

func metricObject(m metricdata.Metrics) object {
	out := object{"name": m.Name, "unit": m.Unit, "description": m.Description}
	fill := func(kind string, temporality metricdata.Temporality, monotonic bool, points []object) {
		out["type"], out["monotonic"], out["points"] = kind, monotonic, points
		if temporality == metricdata.CumulativeTemporality {
			out["temporality"] = "cumulative"
		} else if temporality == metricdata.DeltaTemporality {
			out["temporality"] = "delta"
		}
	}
	switch data := m.Data.(type) {
	case metricdata.Sum[int64]:
		fill("sum", data.Temporality, data.IsMonotonic, numbers(data.DataPoints))
	case metricdata.Sum[float64]:
		fill("sum", data.Temporality, data.IsMonotonic, numbers(data.DataPoints))
	case metricdata.Gauge[float64]:
		fill("gauge", 0, false, numbers(data.DataPoints))
	case metricdata.Histogram[float64]:
		fill("histogram", data.Temporality, false, histograms(data.DataPoints))
	case metricdata.ExponentialHistogram[float64]:
		fill("exponential_histogram", data.Temporality, false, exponentials(data.DataPoints))
	}
	return out
}

func numbers[N int64 | float64](points []metricdata.DataPoint[N]) []object {
	out := []object{}
	for _, p := range points {
		point := object{"timeUnixNano": nano(p.Time), "startTimeUnixNano": nano(p.StartTime),
			"attributes": attributes(p.Attributes.ToSlice()), "exemplars": exemplars(p.Exemplars)}
		switch v := any(p.Value).(type) {
		case int64:
			point["asInt"] = strconv.FormatInt(v, 10)
		case float64:
			point["asDouble"] = v
		}
		out = append(out, point)
	}
	return out
}

func histograms(points []metricdata.HistogramDataPoint[float64]) []object {
	out := []object{}
	for _, p := range points {
		point := object{"timeUnixNano": nano(p.Time), "startTimeUnixNano": nano(p.StartTime),
			"attributes": attributes(p.Attributes.ToSlice()), "exemplars": exemplars(p.Exemplars),
			"count": decimal(p.Count), "sum": p.Sum, "explicitBounds": p.Bounds, "bucketCounts": decimals(p.BucketCounts)}
		extremes(point, p.Min, p.Max)
		out = append(out, point)
	}
	return out
}

func exponentials(points []metricdata.ExponentialHistogramDataPoint[float64]) []object {
	side := func(b metricdata.ExponentialBucket) object {
		return object{"offset": b.Offset, "bucketCounts": decimals(b.Counts)}
	}
	out := []object{}
	for _, p := range points {
		point := object{"timeUnixNano": nano(p.Time), "startTimeUnixNano": nano(p.StartTime),
			"attributes": attributes(p.Attributes.ToSlice()), "exemplars": exemplars(p.Exemplars),
			"count": decimal(p.Count), "sum": p.Sum, "scale": p.Scale, "zeroCount": decimal(p.ZeroCount),
			"positive": side(p.PositiveBucket), "negative": side(p.NegativeBucket)}
		extremes(point, p.Min, p.Max)
		out = append(out, point)
	}
	return out
}

func extremes(point object, low, high metricdata.Extrema[float64]) {
	if v, ok := low.Value(); ok {
		point["min"] = v
	}
	if v, ok := high.Value(); ok {
		point["max"] = v
	}
}

func exemplars[N int64 | float64](list []metricdata.Exemplar[N]) []object {
	out := []object{}
	for _, e := range list {
		out = append(out, object{"timeUnixNano": nano(e.Time), "value": float64(e.Value),
			"traceId": hex.EncodeToString(e.TraceID), "spanId": hex.EncodeToString(e.SpanID)})
	}
	return out
}

func decimal(n uint64) string { return strconv.FormatUint(n, 10) }

func decimals(list []uint64) []string {
	out := []string{}
	for _, n := range list {
		out = append(out, decimal(n))
	}
	return out
}
