// sync.Map beside a map with an RWMutex: share of reads by number of goroutines, repeated, alternating.
package main

import (
	"runtime"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

type store interface {
	load(key string) bool
	save(key string, value int)
}

type locked struct {
	mu sync.RWMutex
	m  map[string]int
}

func (l *locked) load(key string) bool {
	l.mu.RLock()
	_, ok := l.m[key]
	l.mu.RUnlock()
	return ok
}

func (l *locked) save(key string, value int) {
	l.mu.Lock()
	l.m[key] = value
	l.mu.Unlock()
}

type synced struct{ m sync.Map }

func (s *synced) load(key string) bool       { _, ok := s.m.Load(key); return ok }
func (s *synced) save(key string, value int) { s.m.Store(key, value) }

var keys = func() []string {
	list := make([]string, 10000)
	for i := range list {
		list[i] = "sess_2024_" + strconv.Itoa(i)
	}
	return list
}()

// every: one operation in so many is timed by itself; the clock costs about as much as an operation.
const every = 61

func run(s store, reads, goroutines int, length time.Duration) map[string]float64 {
	for i, key := range keys {
		s.save(key, i)
	}
	for _, key := range keys { // sync.Map before 1.24 promotes its inner map after misses
		s.load(key)
	}
	var stop int32
	operations := make([]int64, goroutines)
	times := make([][]float64, goroutines)
	var done sync.WaitGroup
	begin := time.Now()
	for g := 0; g < goroutines; g++ {
		done.Add(1)
		go func(g int) {
			defer done.Done()
			random := uint64(g)*2654435761 + 88172645463325252
			n := int64(0)
			mine := make([]float64, 0, 1<<14)
			for ; atomic.LoadInt32(&stop) == 0; n++ {
				random ^= random << 13
				random ^= random >> 7
				random ^= random << 17
				key, write := keys[random%uint64(len(keys))], int(random>>40%100) >= reads
				var from time.Time
				timed := n%every == 0
				if timed {
					from = time.Now()
				}
				if write {
					s.save(key, int(n))
				} else {
					s.load(key)
				}
				if timed && len(mine) < cap(mine) {
					mine = append(mine, float64(time.Since(from).Nanoseconds()))
				}
			}
			operations[g], times[g] = n, mine
		}(g)
	}
	time.Sleep(length)
	atomic.StoreInt32(&stop, 1)
	done.Wait()
	took := time.Since(begin).Seconds()
	var all []float64
	sum, count := 0.0, int64(0)
	for g := range times {
		all = append(all, times[g]...)
		count += operations[g]
	}
	sort.Float64s(all)
	for _, t := range all {
		sum += t
	}
	return map[string]float64{
		"opsPerSecond": float64(count) / took,
		"meanNs":       sum / float64(len(all)),
		"p99Ns":        all[len(all)*99/100],
	}
}

func main() {
	processors := runtime.GOMAXPROCS(0)
	counts := []int{1, processors, 4 * processors, 128}
	length, repeats := 60*time.Millisecond, 15
	if quick() {
		counts, length, repeats = []int{1, 4 * processors}, 25*time.Millisecond, 9
	}
	fact("processors", processors)
	fact("oneProcessor", processors == 1)
	fact("repeats", repeats)
	fact("many", counts[len(counts)-1])
	for repeat := 0; repeat < repeats; repeat++ {
		for _, reads := range []int{50, 70, 90, 99} {
			last := 0
			for _, goroutines := range counts {
				if goroutines == last {
					continue
				}
				last = goroutines
				for turn := 0; turn < 2; turn++ { // the order alternates: neither is always the one that starts warm
					var s store = &locked{m: map[string]int{}}
					name := "RWMutex"
					if (turn+repeat)%2 == 0 {
						s, name = &synced{}, "sync.Map"
					}
					sample(map[string]any{"map": name, "reads": reads, "goroutines": goroutines},
						run(s, reads, goroutines, length))
				}
			}
		}
	}
}
