package nightglass

import (
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis/analysistest"
)

func TestRanges(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), InsertDuringRange, "inserts")
}

func TestClear(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), ClearIdiom, "clears")
}

// The package does not compile: that is the point of the rule.
func TestSyncMap(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), SyncMapMisuse, "syncmaps")
}

func TestPlugin(t *testing.T) {
	build, err := register.GetPlugin("nightglass")
	if err != nil {
		t.Fatal(err)
	}
	for settings, want := range map[string]int{"": 3, "NGG012": 2} {
		plugin, err := build(map[string]any{"disable": []string{settings}})
		if err != nil {
			t.Fatal(err)
		}
		analyzers, err := plugin.BuildAnalyzers()
		if err != nil || len(analyzers) != want {
			t.Errorf("disable %q: %d analyzers (%v), want %d", settings, len(analyzers), err, want)
		}
	}
}
