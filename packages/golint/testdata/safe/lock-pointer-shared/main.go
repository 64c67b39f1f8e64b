// The keeper's lock is a pointer to its owner's lock: two names, one lock (etcd's simple tokens).
package main

import (
	"sync"
	"time"
)

type keeper struct {
	mu     *sync.Mutex
	expiry map[string]time.Time
	stop   chan struct{}
}

func (k *keeper) run() {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			k.mu.Lock()
			for token, end := range k.expiry {
				if now.After(end) {
					delete(k.expiry, token)
				}
			}
			k.mu.Unlock()
		case <-k.stop:
			return
		}
	}
}

type tokens struct {
	mu     sync.Mutex
	keeper *keeper
}

func (t *tokens) enable() {
	t.keeper = &keeper{mu: &t.mu, expiry: map[string]time.Time{}, stop: make(chan struct{})}
	go t.keeper.run()
}

func (t *tokens) assign(token string) {
	t.mu.Lock()
	t.keeper.expiry[token] = time.Now().Add(time.Millisecond)
	t.mu.Unlock()
}

func main() {
	t := &tokens{}
	t.enable()
	for _, token := range []string{"a", "b", "c"} {
		t.assign(token)
		time.Sleep(2 * time.Millisecond)
	}
	close(t.keeper.stop)
}
