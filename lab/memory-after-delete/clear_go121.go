//go:build go1.21

package main

func clearBoth() {
	clear(inline)
	clear(pointers)
}
