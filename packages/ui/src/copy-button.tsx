'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cn } from './cn.ts'
import { copyText } from './copy-text.ts'

/** Copies `text`, and says that it did. */
export function CopyButton(props: { text: string; label: string; copiedLabel: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      aria-label={copied ? props.copiedLabel : props.label}
      title={props.label}
      onClick={() => void copyText(props.text).then(setCopied)}
      className={cn(
        'grid size-7 shrink-0 place-items-center rounded-md text-faint transition-colors hover:bg-hover hover:text-ink',
        copied && 'text-ok hover:text-ok',
        props.className,
      )}
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  )
}
