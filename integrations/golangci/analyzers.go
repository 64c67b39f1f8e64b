package nightglass

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// InsertDuringRange finds loops over a map that add entries to it (NGG003).
var InsertDuringRange = &analysis.Analyzer{
	Name:     "ngg003",
	Doc:      "a loop over a map inserts into that map; whether it visits the new entry is unspecified",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      insertDuringRange,
}

// SyncMapMisuse finds builtins and ranges that take a map and are given a sync.Map (NGG007).
var SyncMapMisuse = &analysis.Analyzer{
	Name:             "ngg007",
	Doc:              "range, delete, len or an index is used on a sync.Map, which does not compile",
	Requires:         []*analysis.Analyzer{inspect.Analyzer},
	RunDespiteErrors: true,
	Run:              syncMapMisuse,
}

// ClearIdiom finds loops that only empty a map (NGG012).
var ClearIdiom = &analysis.Analyzer{
	Name:     "ngg012",
	Doc:      "a loop deletes every entry of a map, which the clear builtin does in one call",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      clearIdiom,
}

func insertDuringRange(pass *analysis.Pass) (any, error) {
	eachMapRange(pass, func(loop *ast.RangeStmt) {
		var stack []ast.Node
		ast.Inspect(loop, func(node ast.Node) bool {
			if node == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			if _, ok := node.(*ast.FuncLit); ok {
				return false
			}
			stack = append(stack, node)
			assign, ok := node.(*ast.AssignStmt)
			if !ok {
				return true
			}
			for _, target := range assign.Lhs {
				index, ok := plain(target).(*ast.IndexExpr)
				if !ok || !samePath(pass.TypesInfo, index.X, loop.X) || isKey(pass.TypesInfo, loop, index.Index) {
					continue
				}
				if !endsLoop(stack, loop) {
					name := text(pass, loop.X)
					pass.Report(analysis.Diagnostic{
						Pos: target.Pos(),
						End: target.End(),
						Message: fmt.Sprintf("NGG003: the loop over %s can insert into %s: memory-safe, but whether "+
							"the new entry is visited is unspecified; add new entries after the loop", name, name),
						Related: []analysis.RelatedInformation{{Pos: loop.X.Pos(), Message: name + " is ranged over here"}},
					})
				}
			}
			return true
		})
	})
	return nil, nil
}

func clearIdiom(pass *analysis.Pass) (any, error) {
	eachMapRange(pass, func(loop *ast.RangeStmt) {
		if !hasClear(pass, loop) || len(loop.Body.List) != 1 || !onlyKey(loop) {
			return
		}
		stmt, ok := loop.Body.List[0].(*ast.ExprStmt)
		if !ok {
			return
		}
		call, ok := stmt.X.(*ast.CallExpr)
		if !ok || !isBuiltin(pass.TypesInfo, call, "delete") || len(call.Args) != 2 {
			return
		}
		if !samePath(pass.TypesInfo, call.Args[0], loop.X) || !isKey(pass.TypesInfo, loop, call.Args[1]) {
			return
		}
		name := text(pass, loop.X)
		diagnostic := analysis.Diagnostic{
			Pos:     loop.Pos(),
			End:     loop.End(),
			Message: fmt.Sprintf("NGG012: this loop empties %s; since Go 1.21 clear(%s) says so", name, name),
		}
		// Delete never finds a NaN, clear removes it; and a comment in the loop would be lost.
		key := pass.TypesInfo.TypeOf(loop.X).Underlying().(*types.Map).Key()
		if isReflexive(key) && !hasComment(pass, loop) {
			diagnostic.SuggestedFixes = []analysis.SuggestedFix{{
				Message: "Replace the loop with clear",
				TextEdits: []analysis.TextEdit{
					{Pos: loop.Pos(), End: loop.End(), NewText: []byte("clear(" + name + ")")},
				},
			}}
		}
		pass.Report(diagnostic)
	})
	return nil, nil
}

func onlyKey(loop *ast.RangeStmt) bool {
	if loop.Value == nil {
		return true
	}
	value, ok := loop.Value.(*ast.Ident)
	return ok && value.Name == "_"
}

// hasClear tells whether the builtin is there: by the language of the file, and not shadowed.
func hasClear(pass *analysis.Pass, loop *ast.RangeStmt) bool {
	goVersion := pass.Pkg.GoVersion()
	for _, file := range pass.Files {
		if file.FileStart <= loop.Pos() && loop.Pos() < file.FileEnd && pass.TypesInfo.FileVersions[file] != "" {
			goVersion = pass.TypesInfo.FileVersions[file]
		}
	}
	if goVersion != "" && version.Compare(goVersion, "go1.21") < 0 {
		return false
	}
	scope := pass.Pkg.Scope().Innermost(loop.Pos())
	if scope == nil {
		scope = pass.Pkg.Scope()
	}
	_, found := scope.LookupParent("clear", loop.Pos())
	_, ok := found.(*types.Builtin)
	return ok
}

func hasComment(pass *analysis.Pass, loop *ast.RangeStmt) bool {
	for _, file := range pass.Files {
		for _, group := range file.Comments {
			if loop.Pos() < group.Pos() && group.End() < loop.End() {
				return true
			}
		}
	}
	return false
}

func isReflexive(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&(types.IsFloat|types.IsComplex) == 0
	case *types.Pointer, *types.Chan:
		return true
	case *types.Array:
		return isReflexive(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			if !isReflexive(t.Field(i).Type()) {
				return false
			}
		}
		return true
	}
	return false
}

func syncMapMisuse(pass *analysis.Pass) (any, error) {
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	report := func(node ast.Node, what, instead string) {
		pass.Reportf(node.Pos(), "NGG007: %s does not compile: a sync.Map is no map; use %s", what, instead)
	}
	nodes := []ast.Node{(*ast.RangeStmt)(nil), (*ast.CallExpr)(nil), (*ast.IndexExpr)(nil)}
	in.Preorder(nodes, func(node ast.Node) {
		switch node := node.(type) {
		case *ast.RangeStmt:
			if isSyncMap(pass.TypesInfo.TypeOf(node.X)) {
				report(node, "range over "+text(pass, node.X), "its method Range")
			}
		case *ast.IndexExpr:
			if isSyncMap(pass.TypesInfo.TypeOf(node.X)) {
				report(node, "an index of "+text(pass, node.X), "Load and Store")
			}
		case *ast.CallExpr:
			for name, instead := range map[string]string{"delete": "Delete", "len": "Range to count", "clear": "Clear"} {
				if len(node.Args) > 0 && isBuiltin(pass.TypesInfo, node, name) && isSyncMap(pass.TypesInfo.TypeOf(node.Args[0])) {
					report(node, name+" of "+text(pass, node.Args[0]), instead)
				}
			}
		}
	})
	return nil, nil
}

func isSyncMap(t types.Type) bool {
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync" && named.Obj().Name() == "Map"
}

func text(pass *analysis.Pass, e ast.Expr) string {
	var out strings.Builder
	if err := format.Node(&out, pass.Fset, e); err != nil {
		return "the map"
	}
	return out.String()
}
