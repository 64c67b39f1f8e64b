package nightglass

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// eachMapRange calls visit for every range statement over a map.
func eachMapRange(pass *analysis.Pass, visit func(*ast.RangeStmt)) {
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.Preorder([]ast.Node{(*ast.RangeStmt)(nil)}, func(node ast.Node) {
		loop := node.(*ast.RangeStmt)
		if isMap(pass.TypesInfo.TypeOf(loop.X)) {
			visit(loop)
		}
	})
}

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// samePath tells whether a and b name the same variable: c, c.data, (*c).data. Calls and elements never do.
func samePath(info *types.Info, a, b ast.Expr) bool {
	switch a := plain(a).(type) {
	case *ast.Ident:
		b, ok := plain(b).(*ast.Ident)
		return ok && info.ObjectOf(a) != nil && info.ObjectOf(a) == info.ObjectOf(b)
	case *ast.SelectorExpr:
		b, ok := plain(b).(*ast.SelectorExpr)
		return ok && info.ObjectOf(a.Sel) == info.ObjectOf(b.Sel) && samePath(info, a.X, b.X)
	}
	return false
}

func plain(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return e
		}
	}
}

// isBuiltin tells whether call is one of the named builtin, which a program may shadow.
func isBuiltin(info *types.Info, call *ast.CallExpr, name string) bool {
	ident, ok := plain(call.Fun).(*ast.Ident)
	if !ok || ident.Name != name {
		return false
	}
	_, ok = info.ObjectOf(ident).(*types.Builtin)
	return ok
}

// isKey tells whether e is the key variable of the loop.
func isKey(info *types.Info, loop *ast.RangeStmt, e ast.Expr) bool {
	key, ok := loop.Key.(*ast.Ident)
	return ok && key.Name != "_" && samePath(info, key, e)
}

// endsLoop tells whether the statement after which nothing of the loop runs stands behind node in its block.
func endsLoop(stack []ast.Node, loop *ast.RangeStmt) bool {
	for i := len(stack) - 1; i > 0 && stack[i] != loop; i-- {
		block, ok := stack[i-1].(*ast.BlockStmt)
		if !ok || len(block.List) == 0 {
			continue
		}
		switch last := block.List[len(block.List)-1].(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.BranchStmt:
			return last.Tok == token.BREAK && last.Label == nil && !insideSwitch(stack[:i], loop)
		}
	}
	return false
}

// insideSwitch tells whether a plain break leaves a switch, a select or an inner loop rather than the loop.
func insideSwitch(stack []ast.Node, loop *ast.RangeStmt) bool {
	for i := len(stack) - 1; i >= 0 && stack[i] != loop; i-- {
		switch stack[i].(type) {
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}
