'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { Copy } from './copy-text.tsx'

/** A secret that cannot be seen again: said so, and ready to copy. */
export function ShownOnce({ text, hint }: { text: string; hint: string }) {
  return (
    <Callout tone="info" title={hint}>
      <div className="flex items-center gap-2 rounded-md border bg-surface py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">{text}</code>
        <Copy text={text} />
      </div>
    </Callout>
  )
}
