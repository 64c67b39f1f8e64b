import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportsOf } from '../testing/check.ts';
import { ngg009 } from './ngg009.ts';
import { goldenCases } from './testing/cases.ts';

const head = (
  ...imports: string[]
): string => `import (${['sync', ...imports].map((i) => `"${i}"`).join('; ')})
type hub struct {
	mu   sync.RWMutex
	subs map[string]chan int
}
`;

const callback = `${head()}func (h *hub) each(f func(string)) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for k := range h.subs {
		f(k) // want: calls a function that was passed in
	}
}`;

const sleeping = `${head('time')}func (h *hub) slow() {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for range h.subs {
		time.Sleep(time.Millisecond) // want: h.mu is held while the loop over h.subs sleeps
	}
}`;

goldenCases(
  ngg009,
  [
    { name: 'Sleep', source: sleeping },
    {
      name: 'a send',
      source: `${head()}func (h *hub) publish(v int) {
	h.mu.Lock()
	for _, ch := range h.subs {
		ch <- v // want: sends on a channel
	}
	h.mu.Unlock()
}`,
    },
    { name: 'a callback', source: callback },
    {
      name: 'HTTP',
      source: `${head('net/http')}func (h *hub) ping(c *http.Client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for url := range h.subs {
		c.Get(url) // want: makes an HTTP request
	}
}`,
    },
    {
      name: 'a database',
      source: `${head('database/sql')}func (h *hub) save(db *sql.DB) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id := range h.subs {
		if _, err := db.Exec("insert", id); err != nil { // want: asks a database
			return
		}
	}
}`,
    },
    {
      name: 'a select without default over a slice',
      source: `${head()}func (h *hub) all(list []chan int, done chan bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range list {
		select { // want: waits in a select
		case c <- 1:
		case <-done:
		}
	}
}`,
    },
    {
      name: 'once for nested loops',
      source: `${head()}func (h *hub) all(list []int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ch := range h.subs {
		for _, v := range list {
			ch <- v // want: the loop over h.subs sends
		}
	}
}`,
    },
    {
      name: 'a file',
      source: `${head('os')}func (h *hub) clean() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for name := range h.subs {
		os.Remove(name) // want: file system
	}
}`,
    },
  ],
  [
    {
      name: 'no lock',
      source: `${head('time')}func (h *hub) f() {
	for range h.subs {
		time.Sleep(1)
	}
}`,
    },
    {
      name: 'a copy made under the lock',
      source: `${head('time')}func (h *hub) f() {
	h.mu.RLock()
	keys := make([]string, 0, len(h.subs))
	for k := range h.subs {
		keys = append(keys, k)
	}
	h.mu.RUnlock()
	for range keys {
		time.Sleep(1)
	}
}`,
    },
    {
      name: 'a goroutine that waits',
      source: `${head('time')}func (h *hub) f() {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for range h.subs {
		go func() {
			time.Sleep(1)
		}()
	}
}`,
    },
    {
      name: 'a send that does not wait',
      source: `${head()}func (h *hub) f(v int) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, ch := range h.subs {
		select {
		case ch <- v:
		default:
		}
	}
}`,
    },
    {
      name: 'the lock is released in the loop',
      source: `${head('time')}func (h *hub) f() {
	h.mu.Lock()
	for range h.subs {
		h.mu.Unlock()
		time.Sleep(1)
		h.mu.Lock()
	}
	h.mu.Unlock()
}`,
    },
    {
      name: 'quick work',
      source: `${head()}func (h *hub) f() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for k, ch := range h.subs {
		n += len(k) + len(ch)
		close(ch)
	}
	return n
}`,
    },
    {
      name: 'waiting before and after the loop',
      source: `${head('time')}func (h *hub) f() {
	h.mu.Lock()
	defer h.mu.Unlock()
	time.Sleep(1)
	for k := range h.subs {
		delete(h.subs, k)
	}
	time.Sleep(1)
}`,
    },
  ],
);

test('NGG009 warns of what surely waits and notes what may', () => {
  assert.deepEqual(
    [sleeping, callback].map((source) => reportsOf(ngg009, source)[0]?.level),
    ['warning', 'note'],
  );
});
