// The channel orders the goroutine before the reader.
package main

func main() {
	m := map[string]int{}
	done := make(chan struct{})
	go func() {
		m["a"] = 1
		close(done)
	}()
	<-done
	println(m["a"])
}
