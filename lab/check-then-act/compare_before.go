//go:build !go1.20

package main

// sync.Map has CompareAndDelete from Go 1.20.
func compareAndDelete(int) {}
