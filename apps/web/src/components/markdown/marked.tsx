import { createElement, type ReactNode } from 'react'
import { LOOKS } from './looks.ts'
import { splitMarks } from './split-marks.ts'

/** A title of a page or a check, with its marks; `withoutMarks` is for names that are spoken. */
export function Marked({ text }: { text: string }): ReactNode {
  return splitMarks(text).map(({ kind, text: inner }, at) =>
    kind === 'text' ? inner : createElement(kind, { key: at, className: LOOKS[kind] }, inner),
  )
}
