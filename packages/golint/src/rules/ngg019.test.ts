import { ngg019 } from './ngg019.ts';
import { goldenCases } from './testing/cases.ts';

goldenCases(
  ngg019,
  [
    {
      name: 'a directive',
      source: `//go:debug asyncpreemptoff=1 // want: does not build
package main`,
    },
    {
      name: 'a directive among others',
      source: `// Package main.

//go:debug madvdontneed=1
//go:debug asyncpreemptoff=1 // want
package main`,
    },
    {
      name: 'os.Setenv',
      source: `import "os"
func init() {
	os.Setenv("GODEBUG", "asyncpreemptoff=1") // want: does not change; programs it starts inherit it
}`,
    },
    {
      name: 't.Setenv among others',
      source: `import "testing"
func TestX(t *testing.T) {
	t.Setenv("GODEBUG", "gctrace=1,asyncpreemptoff=1") // want: t.Setenv
}`,
    },
    {
      name: 'the environment of a command',
      source: `import ("os"; "os/exec")
func f(c *exec.Cmd) {
	c.Env = append(os.Environ(), "GODEBUG=asyncpreemptoff=1") // want: is put into an environment
}`,
    },
    {
      name: 'a raw string',
      source: 'var env = []string{`GODEBUG=http2debug=1,asyncpreemptoff=1`} // want: asyncpreemptoff=1',
    },
  ],
  [
    { name: 'another setting', source: '//go:debug madvdontneed=1\npackage main' },
    { name: 'switched on', source: `import "os"\nfunc f() { os.Setenv("GODEBUG", "asyncpreemptoff=0") }` },
    { name: 'a comment', source: '// Do not set GODEBUG=asyncpreemptoff=1.\nfunc f() {}' },
    { name: 'a message', source: 'var help = "never run with asyncpreemptoff=1"' },
    { name: 'another variable', source: `import "os"\nfunc f() { os.Setenv("NOTE", "asyncpreemptoff=1") }` },
    { name: 'a longer number', source: 'var env = "GODEBUG=asyncpreemptoff=10"' },
  ],
);
