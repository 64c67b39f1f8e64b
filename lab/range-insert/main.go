// Inserting while ranging: memory-safe, old entries come once; whether a new one comes is left open by the spec.
package main

func main() {
	const initial = 100
	maps := scaled(5000)
	lost, twice := 0, 0
	fewest, most, runsWithSome, runsWithoutAll := 1<<30, 0, 0, 0
	for i := 0; i < maps; i++ {
		m := make(map[int]bool)
		for k := 0; k < initial; k++ {
			m[k] = true
		}
		visits := make(map[int]int)
		next, inserted := initial, 0
		for k := range m {
			visits[k]++
			if inserted < 1000 {
				m[next] = true
				next++
				inserted++
			}
		}
		for k := 0; k < initial; k++ {
			if visits[k] == 0 {
				lost++
			}
		}
		for _, n := range visits {
			if n > 1 {
				twice++
			}
		}
		visited := len(visits)
		if visited < fewest {
			fewest = visited
		}
		if visited > most {
			most = visited
		}
		if visited > initial {
			runsWithSome++
		}
		if visited < initial+inserted {
			runsWithoutAll++
		}
	}
	fact("maps", maps)
	fact("initial", initial)
	fact("lost", lost)
	fact("twice", twice)
	fact("fewest", fewest)
	fact("most", most)
	fact("mapsWithSomeNewVisited", runsWithSome)
	fact("mapsWithSomeNewSkipped", runsWithoutAll)
}
