'use client'

import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'

/** In place of a form that nobody could answer now. */
export function OutOfReach() {
  const t = useTranslations('errors')
  const common = useTranslations('common')
  const router = useRouter()
  return (
    <Callout
      tone="bad"
      role="alert"
      title={t('db.unavailable')}
      actions={
        <Button size="sm" onClick={() => router.refresh()}>
          {common('tryAgain')}
        </Button>
      }
    />
  )
}
