//go:build lab_index

package main

func misuse() {
	_ = payments["a"]
}
