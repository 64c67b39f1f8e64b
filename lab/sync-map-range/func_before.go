//go:build !go1.23

package main

// A range over a function is legal from Go 1.23.
func rangeOverFunc() {}
