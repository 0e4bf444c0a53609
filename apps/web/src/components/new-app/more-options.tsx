'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { DEFAULT_LIMITS } from '@berth/core/limits.ts'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'

/** What most apps need not say, told in one line; it opens by itself when something in it is wrong. */
export function MoreOptions({ wrong, children }: { wrong: boolean; children: ReactNode }) {
  const t = useTranslations('newApp')
  const [open, setOpen] = useState(false)
  const { cpu, memory, disk } = DEFAULT_LIMITS
  return (
    <details
      open={open || wrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-lg border bg-surface"
    >
      <summary className="flex cursor-pointer list-none items-start gap-2 px-4 py-3 -outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <span>
          <span className="text-sm font-semibold">{t('more')}</span>
          <span className="block text-xs text-muted">
            {t('moreHint', { cpu, memory: formatBytes(memory), disk: formatBytes(disk) })}
          </span>
        </span>
      </summary>
      <div className="grid grid-cols-1 gap-6 border-t p-4">{children}</div>
    </details>
  )
}
