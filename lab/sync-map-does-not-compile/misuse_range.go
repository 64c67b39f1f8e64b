//go:build lab_range

package main

func misuse() {
	for range payments {
	}
}
