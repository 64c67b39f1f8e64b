package clears

type key struct{ x, y int }
type table struct{ rows map[key]string }

func found(m map[string]int, t *table, f map[float64]int) {
	for k := range m { // want `NGG012: this loop empties m`
		delete(m, k)
	}
	for k, _ := range t.rows { // want `NGG012: this loop empties t.rows`
		delete(t.rows, k)
	}
	for k := range f { // want `NGG012`
		delete(f, k)
	}
	for k := range m { // want `NGG012`
		// kept
		delete(m, k)
	}
}

func legal(m, n map[string]int) {
	for k := range m {
		delete(n, k)
	}
	for k, v := range m {
		if v > 3 {
			delete(m, k)
		}
	}
	clear := func() {}
	for k := range m {
		delete(m, k)
	}
	clear()
}

func shadowed(m map[string]int, delete func(map[string]int, string)) {
	for k := range m {
		delete(m, k)
	}
}
