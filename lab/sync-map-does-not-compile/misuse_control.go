//go:build !lab_range && !lab_delete && !lab_len && !lab_index

package main

func misuse() {}
