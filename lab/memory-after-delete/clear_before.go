//go:build !go1.21

package main

// The clear idiom is what clear was before Go 1.21.
func clearBoth() {
	for k := range inline {
		delete(inline, k)
	}
	for k := range pointers {
		delete(pointers, k)
	}
}
