import type { Diagnostic } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { EditorDiagnostic } from './editor-props.ts'

/** Where they stand in the text as it is now, which may be shorter than the one that they speak of. */
export function diagnosticsIn(doc: Text, diagnostics: readonly EditorDiagnostic[]): Diagnostic[] {
  return diagnostics.map(({ line, column, severity, message }) => {
    const { from: start, to } = doc.line(Math.min(doc.lines, Math.max(1, line)))
    const from = Math.min(to, start + Math.max(0, (column ?? 1) - 1))
    return { from, to, severity, message }
  })
}
