import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { diagnosticsIn } from './diagnostics-in.ts'
import { editorTheme, highlighting } from './editor-theme.ts'
import type { EditorDiagnostic } from './editor-props.ts'

/** What a component does with an editor once it stands. */
export type EditorHandle = {
  setValue(value: string): void
  setLook(look: { readonly readOnly: boolean; readonly label: string }): void
  setLanguage(language: Extension): void
  setDiagnostics(diagnostics: readonly EditorDiagnostic[]): void
  destroy(): void
}

/** `onChange` is told what was typed, not what `setValue` set. */
export function createEditor(options: {
  readonly parent: HTMLElement
  readonly value: string
  readonly onChange: (value: string) => void
}): EditorHandle {
  const look = new Compartment()
  const language = new Compartment()
  let isSetting = false
  const told = EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged && !isSetting) options.onChange(state.doc.toString())
  })
  const view = new EditorView({
    parent: options.parent,
    doc: options.value,
    extensions: [...USUAL, told, look.of([]), language.of([])],
  })
  return {
    setValue(value) {
      // what was typed comes back as the value: replacing it would move the cursor
      if (view.state.doc.toString() === value) return
      isSetting = true
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
      isSetting = false
    },
    setLook({ readOnly, label }) {
      // what can be edited has the focus anyway: said for those who check that a scrolling box is reached by keyboard
      const attributes = { 'aria-label': label, 'aria-readonly': String(readOnly), tabindex: '0' }
      view.dispatch({
        effects: look.reconfigure([
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of(attributes),
        ]),
      })
    },
    setLanguage: (extension) => view.dispatch({ effects: language.reconfigure(extension) }),
    setDiagnostics: (diagnostics) =>
      view.dispatch(setDiagnostics(view.state, diagnosticsIn(view.state.doc, diagnostics))),
    destroy: () => view.destroy(),
  }
}

// Escape and then Tab leaves the editor: CodeMirror's own way out of a Tab that indents
const USUAL: readonly Extension[] = [
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  EditorState.tabSize.of(2),
  keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
  syntaxHighlighting(highlighting),
  editorTheme,
]
