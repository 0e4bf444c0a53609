'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('crash')
  return (
    <main className="mx-auto max-w-lg p-6 pt-24">
      <EmptyState icon={CircleX} title={t('title')}>
        <p className="text-sm text-muted">{t('hint')}</p>
        <Button onClick={reset}>{t('again')}</Button>
      </EmptyState>
    </main>
  )
}
