'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { ShieldOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useMe } from '../../session/me-context.ts'
import { Page } from '../page.tsx'

/** Asks nothing and offers nothing to who may not: the server would refuse it all. */
export function OnlyAdministrators({ children }: { children: ReactNode }) {
  const t = useTranslations('admin')
  const me = useMe()
  if (me.user.isAdmin) return children
  return (
    <Page>
      <EmptyState icon={ShieldOff} title={t('onlyTitle')}>
        <p className="text-sm text-muted">{t('onlyHint')}</p>
      </EmptyState>
    </Page>
  )
}
