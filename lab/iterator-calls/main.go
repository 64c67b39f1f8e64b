// Which functions of the runtime a range over a map is compiled to: what a uprobe has to be put on.
package main

//go:noinline
func ranged(m map[string]int) (sum int) {
	for _, v := range m {
		sum += v
	}
	return sum
}

//go:noinline
func written(m map[string]int) { m["a"] = 1 }

func main() {
	m := map[string]int{}
	written(m)
	fact("sum", ranged(m))
}
