// Command go-parse parses every Go file below the given folders with go/parser and prints one JSON object per file:
// how many nodes of each kind there are, and the sums of the lines they begin and end on.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

type file struct {
	File     string            `json:"file"`
	Error    string            `json:"error,omitempty"`
	Decls    []string          `json:"decls"`
	Comments int               `json:"comments"`
	Kinds    map[string][3]int `json:"kinds"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	enc := json.NewEncoder(out)
	for _, root := range os.Args[1:] {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || !d.Type().IsRegular() {
				return err
			}
			return enc.Encode(read(path))
		})
		if err != nil {
			log.Fatal(err)
		}
	}
}

func read(path string) file {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
	f := file{File: path, Decls: []string{}, Kinds: map[string][3]int{}}
	if err != nil {
		f.Error = err.Error()
		return f
	}
	for _, group := range parsed.Comments {
		f.Comments += len(group.List)
	}
	for _, decl := range parsed.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			f.Decls = append(f.Decls, "func "+d.Name.Name)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.ImportSpec:
					f.Decls = append(f.Decls, "import "+s.Path.Value[1:len(s.Path.Value)-1])
				case *ast.TypeSpec:
					f.Decls = append(f.Decls, "type "+s.Name.Name)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						f.Decls = append(f.Decls, d.Tok.String()+" "+name.Name)
					}
				}
			}
		}
	}
	// Not Position: that follows //line comments.
	line := func(pos token.Pos) int { return fset.PositionFor(pos, false).Line }
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup, *ast.File:
			return n != nil
		}
		kind := reflect.TypeOf(n).Elem().Name()
		first, last := n.Pos(), n.End()
		if b, ok := n.(*ast.BinaryExpr); ok {
			// The other side may balance a long chain, which moves operators between nodes, but loses none.
			first, last = b.OpPos, b.OpPos
		}
		sums := f.Kinds[kind]
		f.Kinds[kind] = [3]int{sums[0] + 1, sums[1] + line(first), sums[2] + line(last)}
		return true
	})
	return f
}
