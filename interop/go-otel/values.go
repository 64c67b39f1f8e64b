package main

import (
	"encoding/base64"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log"
)

// object is one JSON object; values and key-values are written as OTLP/JSON writes them.
type object map[string]any

func attributes(list []attribute.KeyValue) []object {
	out := []object{}
	for _, kv := range list {
		out = append(out, object{"key": string(kv.Key), "value": attributeValue(kv.Value)})
	}
	return out
}

func attributeValue(v attribute.Value) object {
	switch v.Type() {
	case attribute.BOOL:
		return object{"boolValue": v.AsBool()}
	case attribute.INT64:
		return object{"intValue": strconv.FormatInt(v.AsInt64(), 10)}
	case attribute.FLOAT64:
		return object{"doubleValue": v.AsFloat64()}
	case attribute.STRING:
		return object{"stringValue": v.AsString()}
	case attribute.BOOLSLICE:
		return list(v.AsBoolSlice(), func(b bool) object { return object{"boolValue": b} })
	case attribute.INT64SLICE:
		return list(v.AsInt64Slice(), func(n int64) object { return object{"intValue": strconv.FormatInt(n, 10)} })
	case attribute.FLOAT64SLICE:
		return list(v.AsFloat64Slice(), func(f float64) object { return object{"doubleValue": f} })
	case attribute.STRINGSLICE:
		return list(v.AsStringSlice(), func(s string) object { return object{"stringValue": s} })
	}
	return object{}
}

func list[T any](items []T, one func(T) object) object {
	out := []object{}
	for _, item := range items {
		out = append(out, one(item))
	}
	return object{"arrayValue": object{"values": out}}
}

func logValue(v log.Value) object {
	switch v.Kind() {
	case log.KindBool:
		return object{"boolValue": v.AsBool()}
	case log.KindInt64:
		return object{"intValue": strconv.FormatInt(v.AsInt64(), 10)}
	case log.KindFloat64:
		return object{"doubleValue": v.AsFloat64()}
	case log.KindString:
		return object{"stringValue": v.AsString()}
	case log.KindBytes:
		return object{"bytesValue": base64.StdEncoding.EncodeToString(v.AsBytes())}
	case log.KindSlice:
		return list(v.AsSlice(), logValue)
	case log.KindMap:
		return object{"kvlistValue": object{"values": logKeyValues(v.AsMap())}}
	}
	return object{}
}

func logKeyValues(kvs []log.KeyValue) []object {
	out := []object{}
	for _, kv := range kvs {
		out = append(out, object{"key": kv.Key, "value": logValue(kv.Value)})
	}
	return out
}
