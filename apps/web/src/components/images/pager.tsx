'use client'

import { IconButton } from '@berth/ui/icon-button.tsx'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** Which part of a long list is shown; nothing when all of it is. */
export function Pager(props: {
  offset: number
  size: number
  total: number
  onOffset: (offset: number) => void
}) {
  const t = useTranslations('images')
  const { offset, size, total } = props
  if (total <= size) return null
  return (
    <div className="flex items-center justify-end gap-2 text-xs text-muted">
      <span className="tabular">
        {t('shownOf', { first: offset + 1, last: Math.min(offset + size, total), total })}
      </span>
      <IconButton
        size="icon-sm"
        label={t('previousPage')}
        disabled={offset === 0}
        onClick={() => props.onOffset(Math.max(0, offset - size))}
      >
        <ChevronLeft aria-hidden />
      </IconButton>
      <IconButton
        size="icon-sm"
        label={t('nextPage')}
        disabled={offset + size >= total}
        onClick={() => props.onOffset(offset + size)}
      >
        <ChevronRight aria-hidden />
      </IconButton>
    </div>
  )
}
