'use client'

import { PageHeader } from '@berth/ui/page-header.tsx'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { Page } from '../page.tsx'
import { EventHistory } from './event-history.tsx'

export function ActivityPage() {
  const t = useTranslations('activity')
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} />
      <EventHistory tenant={useTenant()} />
    </Page>
  )
}
