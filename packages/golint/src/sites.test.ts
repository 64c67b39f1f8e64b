import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSiteIndex } from './sites.ts';
import { factsOf } from './testing/check.ts';

const source = `package main
type cache struct{ data map[string]int }
func (c *cache) set(k string) { c.data[k] = 1 }
func (c *cache) evict() {
	for k := range c.data {
		delete(c.data, k)
	}
}
func main() {
	c := &cache{data: map[string]int{}}
	go c.evict()
	c.set("a")
}
`;
const index = createSiteIndex([factsOf({ 'internal/cache/cache.go': source })]);

describe('createSiteIndex', () => {
  it('names the other sites of the object, the proved pair first', () => {
    const sites = index.sitesOf({
      function: 'main.(*cache).set',
      file: '/build/src/x/internal/cache/cache.go',
      line: 3,
    });
    assert.deepEqual(
      sites.map(({ function: fn, line, access, object }) => `${fn}:${line} ${access} ${object}`),
      ['(*cache).evict:5 iterate c.data', '(*cache).evict:6 delete c.data'],
    );
    assert.ok(sites[0]!.confidence > 0.9);
  });
  it('matches a trimmed path', () =>
    assert.equal(
      index.sitesOf({
        function: 'main.(*cache).evict',
        file: 'example.org/x/internal/cache/cache.go',
        line: 6,
      }).length,
      2,
    ));
  it('knows nothing of other lines and files', () => {
    assert.deepEqual(index.sitesOf({ function: 'main.main', file: '/build/cache.go', line: 10 }), []);
    assert.deepEqual(index.sitesOf({ function: 'main.main', file: '/build/other.go', line: 3 }), []);
  });
});
