'use client'

import { lazy, Suspense } from 'react'
import type { CodeEditorProps } from './editor-props.ts'

const Editor = lazy(() => import('./editor.tsx').then((module) => ({ default: module.Editor })))

/**
 * An editor of code. It loads when it is first shown; until then the text stands where it will. Escape and then Tab
 * leaves it by keyboard.
 */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<pre className="overflow-auto p-3 font-mono text-xs text-muted">{props.value}</pre>}>
      <Editor {...props} />
    </Suspense>
  )
}
