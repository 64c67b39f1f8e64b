import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFile } from './parse.ts';

/** Source -> offset and message of the first error: what go/parser of Go 1.26 says (of a lone statement in a switch it names only '}'). */
const cases: readonly [string, string][] = [
  ['package', "7 expected 'IDENT', found 'EOF'"],
  ['func f() {}', "0 expected 'package', found 'func'"],
  ['package p\nx := 1', '10 expected declaration, found x'],
  ['package p\nfunc f() { x := }', "26 expected operand, found '}'"],
  ['package p\nfunc f() {\n	if x == T{1} {\n	}\n}', "35 expected ';', found '{'"],
  ['package p\nfunc f() { if { } }', '24 missing condition in if statement'],
  ['package p\nfunc f() {\n	if x\n	{\n	}\n}', '26 unexpected newline, expecting { after if clause'],
  ['package p\nfunc f() { a b }', "23 expected ';', found b"],
  ['package p\nvar x = f(1 2)', "22 missing ',' in argument list"],
  ['package p\nvar x = []int{\n	1,\n	2\n}', "31 missing ',' before newline in composite literal"],
  ['package p\nvar x = f(\n	1\n)', "23 missing ',' before newline in argument list"],
  ['package p\nvar x = a[]', "20 expected operand, found ']'"],
  ['package p\nvar x = a[1::2]', '21 middle index required in 3-index slice'],
  ['package p\nfunc f() { go x }', '25 expression in go must be function call'],
  ['package p\nfunc f() { defer (f()) }', '27 expression in defer must not be parenthesized'],
  ['package p\nfunc f() { else }', "21 expected statement, found 'else'"],
  ['package p\nfunc f() { for i := 0; i < 1 { } }', "39 expected ';', found '{'"],
  ['package p\nfunc f(a int, b) {}', '25 missing parameter type'],
  ['package p\nfunc f(a ...int, b int) {}', '19 can only use ... with final parameter'],
  ['package p\ntype T[P any, Q] struct{}', '25 missing type constraint'],
  ['package p\nfunc f[]() {}', '17 empty type parameter list'],
  ['package p\ntype I interface { m[P any]() }', '30 interface method must have no type parameters'],
  ['package p\nvar x = "abc\n', '18 string literal not terminated'],
  ['package p\nvar x = `abc', '18 raw string literal not terminated'],
  ['package p\n/* abc', '10 comment not terminated'],
  ["package p\nvar x = 'ab'", '18 illegal rune literal'],
  ["package p\nvar x = '\\q'", '20 unknown escape sequence'],
  ['package p\nvar x = "\\xzz"', "21 illegal character U+007A 'z' in escape sequence"],
  ['package p\nvar x = "\\ud800"', '20 escape sequence is invalid Unicode code point'],
  ['package p\nvar x = 0x', '20 hexadecimal literal has no digits'],
  ['package p\nvar x = 09', "19 invalid digit '9' in octal literal"],
  ['package p\nvar x = 1__0', "20 '_' must separate successive digits"],
  ['package p\nvar x = 0b12', "21 invalid digit '2' in binary literal"],
  ['package p\nvar x = 1e', '20 exponent has no digits'],
  ['package p\nvar x = 0x1.0', "23 hexadecimal mantissa requires a 'p' exponent"],
  ['package p\nvar x # 1', "16 illegal character U+0023 '#'"],
  ['package p\nimport x', '18 missing import path'],
  ['package p\nimport 1', '17 import path must be a string'],
  ['package p\nvar a int\nimport "b"', '20 imports must appear before other declarations'],
  ['package p\nfunc f() {\n	x.\n}', "25 expected selector or type assertion, found '}'"],
  ['package p\nfunc f() { switch x { y } }', "32 expected 'case' or 'default' or '}', found y"],
  ['package p\nfunc f() { select { case 1 } }', "37 expected ':', found '}'"],
  ['package p\nfunc f() { L: }\nfunc g( {}', "34 expected ')', found '{'"],
  ['package p\ntype T struct { a b c }', "30 expected ';', found c"],
  ['package p\nfunc f() { x = (T{1} }', "31 expected ')', found '}'"],
  ['package p\nfunc f()\n{\n}', '19 unexpected semicolon or newline before {'],
  ['package p\nfunc f() { a, b <- c }', '21 expected 1 expression'],
  ['package p\nfunc f() { 1: x }', '22 illegal label declaration'],
  ['package p\nfunc f() { return 1 2 }', "30 expected ';', found 2"],
  ['package p\nfunc f() { var x }', "27 expected type, found '}'"],
  ['package p\nfunc f() { switch x = y.(type) {} }', "30 expected ':=', found '='"],
  ['package p\nfunc f() { x := map[string]{} }', "37 expected type, found '{'"],
  ['package p\ntype T [1,]int', '19 unexpected comma; expecting ]'],
  ['package p\ntype S struct { *(T) }', '27 cannot parenthesize embedded type'],
  ['package p\nfunc f() { for a, b, c := range x {} }', '31 expected at most 2 expressions'],
  ['package p\nvar x = (int){1}', '19 cannot parenthesize type in composite literal'],
];

for (const [source, error] of cases)
  test(`error in ${JSON.stringify(source)}`, () => {
    const first = parseFile(source).errors[0];
    assert.equal(`${first?.pos} ${first?.message}`, error);
  });

test('at most one error per line, in the order of the text', () => {
  const { errors } = parseFile('package p\nfunc f() { a b c d }\nvar x = )\nfunc g() { x := }\n');
  assert.deepEqual(
    errors.map((error) => error.message),
    ["expected ';', found b", "expected operand, found ')'", "expected operand, found '}'"],
  );
});

test('a file that is not Go gives a bounded number of errors', () => {
  assert.equal(parseFile('package p\n'.concat('x y\n@\n'.repeat(5000))).errors.length, 100);
});
