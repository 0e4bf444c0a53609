'use client'

import { Copy } from '../copy-text.tsx'

/** What belongs into a file, whole, to copy. */
export function Snippet({ file, text }: { file: string; text: string }) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-md border bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b py-1 pr-1 pl-3 font-mono text-xs text-muted">
        <span className="min-w-0 [overflow-wrap:anywhere]">{file}</span>
        <Copy text={text} />
      </figcaption>
      <pre className="p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</pre>
    </figure>
  )
}
