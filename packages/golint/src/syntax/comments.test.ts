import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Comment, Kind } from './ast.ts';
import { commentsBetween, commentText, docComments, lineComments } from './comments.ts';
import { parseFile } from './parse.ts';
import { LineIndex } from './positions.ts';

const source = `package p

// far away

// Doc one.
// Doc two.
type T struct {
	mu sync.Mutex // first
	// +checklocks:mu
	data map[string]int // second
	x    int

	y int
}

var a int // of a
var b int
`;
const { file } = parseFile(source);
const lines = new LineIndex(source);
const texts = (comments: readonly Comment[]): string[] => comments.map((one) => commentText(one, source));

test('the comments above a declaration or field, up to an empty line or code', () => {
  const [type, , b] = file.decls;
  assert.ok(type?.kind === Kind.GenDecl && b !== undefined);
  assert.deepEqual(texts(docComments(file, type.pos, lines)), ['// Doc one.', '// Doc two.']);
  assert.deepEqual(texts(docComments(file, b.pos, lines)), []);
  const spec = type.specs[0];
  assert.ok(spec?.kind === Kind.TypeSpec && spec.type.kind === Kind.StructType);
  const [mu, data, x, y] = spec.type.fields.list;
  assert.ok(mu && data && x && y);
  assert.deepEqual(texts(docComments(file, data.pos, lines)), ['// +checklocks:mu']);
  assert.deepEqual(texts(docComments(file, x.pos, lines)), []);
  assert.deepEqual(texts(lineComments(file, mu.end, lines)), ['// first']);
  assert.deepEqual(texts(lineComments(file, data.end, lines)), ['// second']);
  assert.deepEqual(texts(lineComments(file, y.end, lines)), []);
});

test('comments of a stretch', () => {
  const [type] = file.decls;
  assert.ok(type);
  assert.equal(commentsBetween(file, type.pos, type.end).length, 3);
  assert.equal(commentsBetween(file, 0, 5).length, 0);
});
