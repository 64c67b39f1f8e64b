import { ngg010 } from './ngg010.ts';
import { goldenCases } from './testing/cases.ts';

goldenCases(
  ngg010,
  [
    {
      name: 'a handler in init',
      source: `import "log"
func init() {
	defer func() {
		if r := recover(); r != nil { // want: covers init only
			log.Println(r)
		}
	}()
}`,
    },
    {
      name: 'not deferred',
      source: `func main() {
	if r := recover(); r != nil { // want: main is never deferred
		println(r)
	}
}`,
    },
    {
      name: 'a helper that the deferred function calls',
      source: `func handle() {
	if r := recover(); r != nil { // want: handle is never deferred, only called
		println(r)
	}
}
func Work() {
	defer func() {
		handle()
	}()
}`,
    },
    {
      name: 'a literal called in the deferred function',
      source: `func Work() {
	defer func() {
		func() {
			recover() // want: always returns nil
		}()
	}()
}`,
    },
    {
      name: 'defer recover()',
      source: `func Work() {
	defer recover() // want: does not stop a panic
	work()
}
func work() {}`,
    },
    {
      name: 'an argument of a deferred call',
      source: `import "fmt"
func Work() {
	defer fmt.Println(recover()) // want: before any panic
}`,
    },
    {
      name: 'a goroutine of its own',
      source: `func Work() {
	go func() {
		recover() // want: never deferred
	}()
}`,
    },
    {
      name: 'a claim in a comment',
      source: `var m = map[string]int{}
func Store(k string) {
	// protects against concurrent map writes
	defer func() {
		recover() // want: fatal error, not a panic
	}()
	m[k] = len(k)
	println(k)
}`,
    },
    {
      name: 'nothing but a shared map is guarded',
      source: `var m = map[string]int{}
func Store(k string) {
	defer func() {
		_ = recover() // want: guards only the use of m
	}()
	m[k] = 1
}`,
    },
    {
      name: 'a claim in a log message',
      source: `import "log"
var m = map[string]int{}
func Load(k string) int {
	defer func() {
		if r := recover(); r != nil { // want: concurrent map
			log.Printf("recovered from concurrent map access: %v", r)
		}
	}()
	println(k)
	return m[k]
}`,
    },
  ],
  [
    {
      name: 'a deferred literal',
      source: `func Work(f func()) {
	defer func() {
		if r := recover(); r != nil {
			println(r)
		}
	}()
	f()
}`,
    },
    {
      name: 'a deferred function',
      source: `func handle() {
	if r := recover(); r != nil {
		println(r)
	}
}
func Work(f func()) {
	defer handle()
	f()
}`,
    },
    {
      name: 'an exported function for others to defer',
      source: `func HandleCrash() {
	if r := recover(); r != nil {
		println(r)
	}
}`,
    },
    {
      name: 'init that may panic after the defer',
      source: `func init() {
	defer func() { recover() }()
	register()
}
func register() {}`,
    },
    {
      name: 'defer recover() in a deferred function',
      source: `func Work() {
	defer func() {
		defer recover()
		println("done")
	}()
}`,
    },
    {
      name: 'a function value that is deferred',
      source: `func Work(f func()) {
	h := func() { recover() }
	defer h()
	f()
}`,
    },
    {
      name: 'a method of that name',
      source: `type s struct{}
func (s) recover() {}
func (x s) run() { x.recover() }
func Work(x s) { x.run() }`,
    },
    {
      name: 'a function that is passed on',
      source: `func handle() { recover() }
func with(f func()) { defer f() }
func Work() { with(handle) }`,
    },
    {
      name: 'a map under a lock beside other work',
      source: `import "sync"
var mu sync.Mutex
var m = map[string]int{}
func Store(k string, f func() int) {
	defer func() { recover() }()
	mu.Lock()
	defer mu.Unlock()
	m[k] = f()
}`,
    },
  ],
);
