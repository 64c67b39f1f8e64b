import { ngg016 } from './ngg016.ts';
import { goldenCases } from './testing/cases.ts';

const head = `import "sync"
type pool struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	conns map[string]int
	list  []int
}
func work(k string) bool { return true }
`;
const loop = (body: string): string => `${head}func (p *pool) f() {
	p.mu.Lock()
	defer p.mu.Unlock()
	${body}
}`;

goldenCases(
  ngg016,
  [
    {
      name: 'around a call',
      source: loop(`for k := range p.conns {
		p.mu.Unlock() // want: p.mu is released and taken again inside the loop over p.conns
		work(k)
		p.mu.Lock()
	}`),
    },
    {
      name: 'behind a condition',
      source: loop(`for k, n := range p.conns {
		if n > 0 {
			p.mu.Unlock() // want
			work(k)
			p.mu.Lock()
		}
	}`),
    },
    {
      name: 'read locks',
      source: `${head}func (p *pool) f() {
	p.rw.RLock()
	for k := range p.conns {
		p.rw.RUnlock() // want: p.rw
		work(k)
		p.rw.RLock()
	}
	p.rw.RUnlock()
}`,
    },
    {
      name: 'from read to write lock',
      source: `${head}func (p *pool) f() {
	p.rw.RLock()
	for k := range p.conns {
		p.rw.RUnlock() // want
		p.rw.Lock()
		delete(p.conns, k)
		p.rw.Unlock()
		p.rw.RLock()
	}
	p.rw.RUnlock()
}`,
    },
    {
      name: 'a package variable',
      source: `import "sync"
var mu sync.Mutex
var all = map[string]int{}
func f() {
	mu.Lock()
	for k := range all {
		mu.Unlock() // want: mu is released
		println(k)
		mu.Lock()
	}
	mu.Unlock()
}`,
    },
    {
      name: 'a delete after the lock is taken again',
      source: loop(`for k := range p.conns {
		p.mu.Unlock() // want
		ok := work(k)
		p.mu.Lock()
		if ok {
			delete(p.conns, k)
		}
	}`),
    },
  ],
  [
    {
      name: 'the lock is held throughout',
      source: loop(`for k := range p.conns {
		work(k)
	}`),
    },
    {
      name: 'the loop ends',
      source: loop(`for k := range p.conns {
		p.mu.Unlock()
		work(k)
		p.mu.Lock()
		break
	}`),
    },
    {
      name: 'an early return',
      source: `${head}func (p *pool) f() {
	p.mu.Lock()
	for k, n := range p.conns {
		if n == 0 {
			p.mu.Unlock()
			work(k)
			return
		}
	}
	p.mu.Unlock()
}`,
    },
    {
      name: 'another lock',
      source: loop(`for k := range p.conns {
		p.rw.Lock()
		work(k)
		p.rw.Unlock()
	}`),
    },
    {
      name: 'a lock per entry, none around the loop',
      source: `${head}func (p *pool) f(local map[string]int) {
	for k := range local {
		p.mu.Lock()
		p.conns[k]++
		p.mu.Unlock()
	}
}`,
    },
    {
      name: 'a slice',
      source: loop(`for range p.list {
		p.mu.Unlock()
		work("")
		p.mu.Lock()
	}`),
    },
    {
      name: 'a copy of the map',
      source: `${head}func (p *pool) f() {
	p.mu.Lock()
	local := map[string]int{}
	for k, v := range p.conns {
		local[k] = v
	}
	for k := range local {
		p.mu.Unlock()
		work(k)
		p.mu.Lock()
	}
	p.mu.Unlock()
}`,
    },
  ],
);
