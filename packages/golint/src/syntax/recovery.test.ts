import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Kind, type Node } from './ast.ts';
import { parseFile } from './parse.ts';
import { tokenTexts } from './tokens.ts';
import { walk } from './walk.ts';

const source = `// Package p is read in pieces.
package p

import (
	"fmt"
	"sync"
)

type cache[K comparable, V any] struct {
	mu   sync.RWMutex
	data map[K]V // guarded by mu
}

const limit = 1 << 10

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.data[k]
	return v, ok
}

func sweep(c *cache[string, []int], stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
			for k, v := range c.data {
				if len(v) == 0 && k != "" {
					delete(c.data, k)
				} else if x, ok := any(v).(fmt.Stringer); ok {
					go func() { fmt.Println(x.String(), []string{"a", \`b\`}) }()
				}
			}
		}
	}
}

var table = map[string]struct{ a, b int }{
	"one": {1, 2},
	"two": {a: 3},
}

func last() int { return min(limit, 3) }
`;

const names = (text: string): string[] =>
  parseFile(text).file.decls.flatMap((decl) => (decl.kind === Kind.FuncDecl ? [decl.name.name] : []));

/** Whatever the text: parts lie in their wholes, and in the text. */
const checkTree = (text: string): void => {
  const { file, errors } = parseFile(text);
  walk(file, (node: Node, parent) => {
    assert.ok(
      node.pos >= 0 && node.pos <= node.end && node.end <= text.length,
      `${node.kind} ${node.pos}-${node.end}`,
    );
    if (parent !== undefined) assert.ok(node.pos >= parent.pos, `${node.kind} begins before ${parent.kind}`);
  });
  for (const [i, error] of errors.entries())
    assert.ok(error.pos <= text.length && error.pos >= (errors[i - 1]?.pos ?? 0));
};

test('the file itself has no errors', () => {
  assert.deepEqual(parseFile(source).errors, []);
  assert.deepEqual(names(source), ['get', 'sweep', 'last']);
});

test('a file may be cut anywhere', () => {
  for (let end = 0; end <= source.length; end++) checkTree(source.slice(0, end));
});

test('a file may begin anywhere', () => {
  for (let start = 0; start <= source.length; start += 3) checkTree(source.slice(start));
});

const words = tokenTexts.slice(2).map((text) => (/^[A-Z]+$/.test(text) ? 'x' : text));
const token = fc.constantFrom(
  ...words,
  '1',
  '"s"',
  '`r',
  "'",
  '//',
  '/*',
  '\n',
  ' ',
  'é',
  '\ud800',
  '#',
  '\0',
);

test('any soup of tokens ends in a tree', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 200 }), fc.constantFrom(' ', '\n', ''), (tokens, space) => {
      checkTree(`package p\nfunc f() {\n${tokens.join(space)}`);
      checkTree(tokens.join(space));
    }),
    { numRuns: 200 },
  );
});

test('any text ends in a tree', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => checkTree(text)),
    { numRuns: 200 },
  );
});

// What opens a comment or a raw string takes all that follows with it, in any parser.
const junk = fc.array(
  fc.constantFrom(...words.filter((word) => word !== 'func' && word !== 'import'), '#', '@', '1', '"s"', '$'),
  { minLength: 1, maxLength: 6 },
);

// `var table` may be taken for a part of the function when only a brace is open: it is there all the same.
test('junk inside one function leaves the declarations elsewhere', () => {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => line.includes('func sweep')) + 1;
  const beyond = lines.findIndex((line) => line.startsWith('var table')) - 2;
  fc.assert(
    fc.property(fc.integer({ min: first, max: beyond }), junk, (at, tokens) => {
      const text = [...lines.slice(0, at), tokens.join(' '), ...lines.slice(at)].join('\n');
      checkTree(text);
      const found = names(text);
      for (const name of ['get', 'sweep', 'last']) assert.ok(found.includes(name), `${name} is lost`);
      let tables = 0;
      walk(parseFile(text).file, (node) => {
        if (node.kind === Kind.ValueSpec && node.names[0]?.name === 'table' && node.values.length === 1)
          tables++;
      });
      assert.equal(tables, 1, 'table is lost');
    }),
    { numRuns: 300 },
  );
});
