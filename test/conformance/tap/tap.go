// Package tap is the part of github.com/mndrix/tap-go that runtime-tools calls: Debian does not package it.
package tap

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// T writes the Test Anything Protocol, version 13, to stdout.
type T struct {
	next *int
	plan bool
	todo bool
}

func New() *T {
	first := 1
	return &T{next: &first}
}

// Todo returns a view of t whose tests carry the TAP directive for an expected failure.
func (t *T) Todo() *T { return &T{next: t.next, plan: t.plan, todo: true} }

// Header prints the version and, for a positive count, the plan.
func (t *T) Header(count int) {
	fmt.Println("TAP version 13")
	if count > 0 {
		t.plan = true
		fmt.Printf("1..%d\n", count)
	}
}

func (t *T) Ok(test bool, description string) {
	verdict, directive := "ok", ""
	if !test {
		verdict = "not ok"
	}
	if t.todo {
		directive = " # TODO"
	}
	fmt.Printf("%s %d - %s%s\n", verdict, *t.next, description, directive)
	*t.next++
	os.Stdout.Sync()
}

func (t *T) Pass(description string) { t.Ok(true, description) }
func (t *T) Fail(description string) { t.Ok(false, description) }

// Skip counts as passed, with the TAP directive.
func (t *T) Skip(count int, description string) {
	for i := 0; i < count; i++ {
		t.Ok(true, "# SKIP "+description)
	}
}

func (t *T) AutoPlan() {
	if !t.plan {
		fmt.Printf("1..%d\n", *t.next-1)
	}
}

func (t *T) Diagnostic(message string) {
	fmt.Println("# " + strings.ReplaceAll(strings.TrimSpace(message), "\n", "\n# "))
}

func (t *T) Diagnosticf(format string, arguments ...interface{}) {
	t.Diagnostic(fmt.Sprintf(format, arguments...))
}

// YAML prints JSON, which is YAML, as the details of the last test.
func (t *T) YAML(message interface{}) error {
	text, err := json.MarshalIndent(message, "  ", "  ")
	if err == nil {
		fmt.Printf("  ---\n  %s\n  ...\n", text)
	}
	return err
}
