'use client'

import type { WallSandbox } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Hand } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Need } from '../wall-order.ts'

const TONES = { failed: 'bad', stuck: 'warn', idle: 'neutral' } as const

/** What a student may need, as marks. */
export function TileNeeds({ sandbox, needs }: { sandbox: WallSandbox; needs: readonly Need[] }) {
  const t = useTranslations('wall')
  const { hand, trouble, throttled } = sandbox
  return (
    <>
      {hand ? (
        <Badge tone="accent">
          <Hand aria-hidden />
          {hand.takenBy === null ? t('hand') : t('handTaken', { by: hand.takenBy })}
        </Badge>
      ) : null}
      {trouble === null ? null : <Badge tone="bad">{t('trouble')}</Badge>}
      {throttled ? <Badge tone="warn">{t('throttled')}</Badge> : null}
      {needs.map((need) =>
        need === 'hand' ? null : (
          <Badge key={need} tone={TONES[need]}>
            {t(need)}
          </Badge>
        ),
      )}
    </>
  )
}
