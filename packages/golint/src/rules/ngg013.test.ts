import { ngg013 } from './ngg013.ts';
import { goldenCases } from './testing/cases.ts';

const head = (
  ...imports: string[]
): string => `import (${['sync', ...imports].map((i) => `"${i}"`).join('; ')})
type Cache struct {
	mu   sync.RWMutex
	data map[string]int
}
func (c *Cache) Set(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data[k] = v
}
`;

goldenCases(
  ngg013,
  [
    {
      name: 'returned under the lock',
      source: `${head()}func (c *Cache) All() map[string]int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.data // want: Return maps.Clone(c.data)
}`,
    },
    {
      name: 'returned without a lock',
      source: `${head()}func (c *Cache) All() map[string]int {
	return c.data // want: without a lock
}`,
    },
    {
      name: 'taken under the lock, returned after it',
      source: `${head()}func (c *Cache) all() map[string]int {
	c.mu.RLock()
	m := c.data
	c.mu.RUnlock()
	return m // want: returns m itself
}`,
    },
    {
      name: 'json.Marshal',
      source: `${head('encoding/json')}func (c *Cache) JSON() ([]byte, error) {
	return json.Marshal(c.data) // want: json.Marshal walks c.data without c.mu
}`,
    },
    {
      name: 'json.Marshal of what was taken under the lock',
      source: `${head('encoding/json')}func (c *Cache) JSON() ([]byte, error) {
	c.mu.RLock()
	m := c.data
	c.mu.RUnlock()
	return json.Marshal(m) // want: cannot be recovered
}`,
    },
    {
      name: 'fmt and log',
      source: `${head('fmt', 'log')}func (c *Cache) Dump() {
	fmt.Println(c.data) // want: fmt.Println walks c.data
	log.Printf("%v", c.data) // want: log.Printf walks c.data
}`,
    },
    {
      name: 'a package variable before Go 1.21',
      options: { goMinor: 20 },
      source: `import "sync"
var mu sync.Mutex
var sessions = map[string]int{}
func add(k string) {
	mu.Lock()
	sessions[k]++
	mu.Unlock()
}
func Sessions() map[string]int {
	mu.Lock()
	defer mu.Unlock()
	return sessions // want: Return a copy of sessions
}`,
    },
  ],
  [
    {
      name: 'a clone',
      source: `${head('maps')}func (c *Cache) All() map[string]int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return maps.Clone(c.data)
}`,
    },
    {
      name: 'encoded under the lock',
      source: `${head('encoding/json')}func (c *Cache) JSON() ([]byte, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return json.Marshal(c.data)
}`,
    },
    {
      name: 'a map that is only ever replaced',
      source: `import "sync"
type Conf struct {
	mu sync.RWMutex
	m  map[string]int
}
func (c *Conf) Load(m map[string]int) {
	c.mu.Lock()
	c.m = m
	c.mu.Unlock()
}
func (c *Conf) Get() map[string]int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.m
}`,
    },
    {
      name: 'a map that no lock guards',
      source: `type Set struct{ m map[string]int }
func (s *Set) Add(k string) { s.m[k] = 1 }
func (s *Set) All() map[string]int { return s.m }`,
    },
    {
      name: 'handed over and replaced',
      source: `${head()}func (c *Cache) Drain() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.data
	c.data = map[string]int{}
	return m
}`,
    },
    {
      name: 'a helper whose callers hold the lock',
      source: `${head()}func (c *Cache) Get(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.table()[k]
}
func (c *Cache) table() map[string]int { return c.data }`,
    },
    {
      name: 'a copy that is filled under the lock of the original',
      source: `import "sync"
type Conf struct {
	mu   sync.Mutex
	opts map[string]int
}
func (c *Conf) CopyTo(to *Conf) {
	c.mu.Lock()
	defer c.mu.Unlock()
	to.opts = make(map[string]int, len(c.opts))
	for k, v := range c.opts {
		to.opts[k] = v
	}
}
func (c *Conf) Opts() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.opts
}`,
    },
    {
      name: 'an element',
      source: `${head('fmt')}func (c *Cache) Get(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	fmt.Println(c.data[k], len(c.data))
	return c.data[k]
}`,
    },
    {
      name: 'a copy by hand',
      source: `${head()}func (c *Cache) All() map[string]int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := make(map[string]int, len(c.data))
	for k, v := range c.data {
		out[k] = v
	}
	return out
}`,
    },
  ],
);
