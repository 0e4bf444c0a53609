/** Something to say of a place in the text; lines and columns count from one. */
export type EditorDiagnostic = {
  readonly line: number
  readonly column?: number | undefined
  readonly severity: 'error' | 'warning'
  readonly message: string
}

export type CodeEditorProps = {
  readonly value: string
  /** a name of `languages.ts`; others are shown as plain text */
  readonly language?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly onChange?: ((value: string) => void) | undefined
  readonly diagnostics?: readonly EditorDiagnostic[] | undefined
  /** what it is, for who cannot see it */
  readonly label: string
  readonly className?: string | undefined
}
