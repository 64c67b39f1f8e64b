// Part of every experiment: the runner copies this file beside the experiment's own and reads what it prints.
package main

import (
	"encoding/json"
	"os"
	"sync"
)

var printing sync.Mutex

func printLine(line any) {
	printing.Lock()
	defer printing.Unlock()
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		panic(err)
	}
}

// fact prints one named observation: a number, a string or a boolean.
func fact(name string, value any) {
	printLine(struct {
		Fact  string `json:"fact"`
		Value any    `json:"value"`
	}{name, value})
}

// sample prints one measurement of a series: under which conditions, and the figures.
func sample(of map[string]any, measured map[string]float64) {
	printLine(struct {
		Sample   map[string]any     `json:"sample"`
		Measured map[string]float64 `json:"measured"`
	}{of, measured})
}

// quick is true when the runner was asked for a short run.
func quick() bool { return os.Getenv("LAB_QUICK") == "1" }

// scaled is the size of a full run, or a tenth of it.
func scaled(full int) int {
	if quick() {
		return full / 10
	}
	return full
}
