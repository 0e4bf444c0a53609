import { useEffect, useRef } from 'react'
import { cn } from '../cn.ts'
import { createEditor, type EditorHandle } from './create-editor.ts'
import type { CodeEditorProps } from './editor-props.ts'
import { loadLanguage } from './languages.ts'

/** The editor itself, in a box that its caller gives a height. */
export function Editor(props: CodeEditorProps) {
  const { value, language, readOnly = false, diagnostics, label, className } = props
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorHandle>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (!box.current) return undefined
    const made = createEditor({
      parent: box.current,
      value: latest.current.value,
      onChange: (text) => latest.current.onChange?.(text),
    })
    editor.current = made
    return () => {
      editor.current = null
      made.destroy()
    }
  }, [])

  useEffect(() => editor.current?.setLook({ readOnly, label }), [readOnly, label])
  useEffect(() => editor.current?.setValue(value), [value])
  useEffect(() => editor.current?.setDiagnostics(diagnostics ?? []), [diagnostics])
  useEffect(() => {
    let isWanted = true
    void loadLanguage(language).then((extension) => {
      if (isWanted) editor.current?.setLanguage(extension)
    })
    return () => {
      isWanted = false
    }
  }, [language])

  return <div ref={box} className={cn('min-h-0 overflow-hidden', className)} />
}
