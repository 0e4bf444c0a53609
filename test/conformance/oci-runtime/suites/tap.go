// Package tap prints what the validation programs found, as the Test Anything Protocol has it: Debian lacks the package
// that they were written against, so this one has what they call.
package tap

import (
	"encoding/json"
	"fmt"
	"strings"
)

// T counts the tests of one program.
type T struct {
	count   int
	planned bool
	unsure  bool
}

// New starts a program's tests.
func New() *T { return &T{} }

// Header begins the output; a count of 0 leaves the plan to AutoPlan.
func (t *T) Header(count int) {
	fmt.Println("TAP version 13")
	if count > 0 {
		t.planned = true
		fmt.Printf("1..%d\n", count)
	}
}

// Ok prints one result.
func (t *T) Ok(passed bool, text string) {
	t.count++
	word := "ok"
	if !passed {
		word = "not ok"
	}
	if t.unsure {
		text += " # TODO"
		t.unsure = false
	}
	fmt.Printf("%s %d - %s\n", word, t.count, text)
}

// Todo marks the next result as one that may fail.
func (t *T) Todo() *T {
	t.unsure = true
	return t
}

// Pass is a test that passed.
func (t *T) Pass(text string) { t.Ok(true, text) }

// Fail is a test that did not.
func (t *T) Fail(text string) { t.Ok(false, strings.ReplaceAll(text, "\n", " ")) }

// Skip passes over tests, and says why.
func (t *T) Skip(count int, text string) {
	for i := 0; i < count; i++ {
		t.count++
		fmt.Printf("ok %d # SKIP %s\n", t.count, text)
	}
}

// Diagnostic prints a comment.
func (t *T) Diagnostic(text string) {
	fmt.Printf("# %s\n", strings.ReplaceAll(text, "\n", "\n# "))
}

// Diagnosticf formats a comment.
func (t *T) Diagnosticf(format string, values ...interface{}) {
	t.Diagnostic(fmt.Sprintf(format, values...))
}

// YAML prints details of the last result; JSON is YAML.
func (t *T) YAML(details interface{}) error {
	text, err := json.MarshalIndent(details, "  ", "  ")
	if err == nil {
		fmt.Printf("  ---\n  %s\n  ...\n", text)
	}
	return err
}

// AutoPlan ends the output with the plan.
func (t *T) AutoPlan() {
	if !t.planned {
		fmt.Printf("1..%d\n", t.count)
	}
}
