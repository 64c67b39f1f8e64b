//go:build lab_delete

package main

func misuse() {
	delete(payments, "a")
}
