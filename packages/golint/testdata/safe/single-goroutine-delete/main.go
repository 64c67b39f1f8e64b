// Deleting the current key while ranging, in one goroutine: legal and safe in every version.
package main

func main() {
	m := map[int]bool{1: true, 2: false, 3: true}
	for k, v := range m {
		if v {
			delete(m, k)
		}
	}
	for k := range m {
		delete(m, k)
	}
}
