'use client'

import { Button } from '@berth/ui/button.tsx'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** How many are selected, and the way back to all. */
export function Selected({ count, onClear }: { count: number; onClear: () => void }) {
  const t = useTranslations('wall')
  if (count === 0) return null
  return (
    <Button size="sm" variant="ghost" onClick={onClear}>
      {t('selected', { count })}
      <X aria-label={t('clear')} />
    </Button>
  )
}
