//go:build lab_len

package main

func misuse() {
	_ = len(payments)
}
