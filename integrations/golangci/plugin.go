// Package nightglass makes the rules of Nightglass that need no more than one function available as a module plugin of
// golangci-lint v2. The whole lint is `nightglass lint`; docs/lint/ci.md says how both run beside each other.
package nightglass

import (
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
)

func init() {
	register.Plugin("nightglass", newPlugin)
}

// Settings are those of `linters.settings.custom.nightglass.settings` in .golangci.yml.
type Settings struct {
	// Disable names rules that do not run: NGG003, NGG007, NGG012.
	Disable []string `json:"disable"`
}

type plugin struct {
	settings Settings
}

func newPlugin(settings any) (register.LinterPlugin, error) {
	decoded, err := register.DecodeSettings[Settings](settings)
	if err != nil {
		return nil, err
	}
	return &plugin{settings: decoded}, nil
}

// BuildAnalyzers gives the analyzers that are not disabled.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	disabled := map[string]bool{}
	for _, id := range p.settings.Disable {
		disabled[id] = true
	}
	var analyzers []*analysis.Analyzer
	for _, rule := range rules {
		if !disabled[rule.id] {
			analyzers = append(analyzers, rule.analyzer)
		}
	}
	return analyzers, nil
}

// GetLoadMode asks for types: whether something is a map cannot be seen otherwise.
func (p *plugin) GetLoadMode() string {
	return register.LoadModeTypesInfo
}

var rules = []struct {
	id       string
	analyzer *analysis.Analyzer
}{
	{"NGG003", InsertDuringRange},
	{"NGG007", SyncMapMisuse},
	{"NGG012", ClearIdiom},
}
