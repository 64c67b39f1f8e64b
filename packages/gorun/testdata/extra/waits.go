// waits: processes that stand still, and one that does not. usage: waits abba|self|rlock|healthy|once
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

type account struct {
	mu      sync.Mutex
	balance int
}

//go:noinline
func (a *account) transfer(to *account, amount int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	to.deposit(amount)
	a.balance -= amount
}

//go:noinline
func (a *account) deposit(amount int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += amount
}

type store struct {
	name string
	mu   sync.RWMutex
	data map[string]int
}

//go:noinline
func (s *store) get(key string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.data[key]
}

//go:noinline
func (s *store) put(key string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data[key] = n + s.get(key)
}

//go:noinline
func (s *store) export(wait chan int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	<-wait
}

func main() {
	switch os.Args[1] {
	case "abba":
		a, b := &account{}, &account{}
		var wg sync.WaitGroup
		wg.Add(2)
		go func() { defer wg.Done(); a.transfer(b, 1) }()
		go func() { defer wg.Done(); b.transfer(a, 1) }()
		wg.Wait()
	case "self":
		s := &store{data: map[string]int{}}
		s.put("a", 1)
	case "once":
		var once sync.Once
		once.Do(func() { once.Do(func() {}) })
	case "rlock":
		s := &store{data: map[string]int{}}
		wait := make(chan int)
		for i := 0; i < 3; i++ {
			go s.export(wait)
		}
		time.Sleep(20 * time.Millisecond)
		go s.put("a", 1)
		time.Sleep(20 * time.Millisecond)
		for i := 0; i < 4; i++ {
			go s.get("a")
		}
		time.Sleep(20 * time.Millisecond)
		runtime.GC() // from here on Go knows how long they wait
		time.Sleep(65 * time.Second)
		syscall.Kill(os.Getpid(), syscall.SIGQUIT)
		time.Sleep(time.Second)
	case "healthy":
		jobs := make(chan int)
		var mu sync.Mutex
		for i := 0; i < 20; i++ {
			go func() {
				for n := range jobs {
					mu.Lock()
					time.Sleep(time.Millisecond)
					mu.Unlock()
					_ = n
				}
			}()
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") }))
		for i := 0; i < 5; i++ {
			r, err := http.Get(server.URL)
			if err == nil {
				r.Body.Close()
			}
		}
		go func() {
			for i := 0; ; i++ {
				jobs <- i
				time.Sleep(5 * time.Millisecond)
			}
		}()
		time.Sleep(time.Second)
		runtime.GC()
		time.Sleep(65 * time.Second)
		syscall.Kill(os.Getpid(), syscall.SIGQUIT)
		time.Sleep(time.Second)
	}
}
