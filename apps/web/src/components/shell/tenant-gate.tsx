'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { writeLastTenant } from '../../session/last-tenant.ts'
import { useMe } from '../../session/me-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { Page } from '../page.tsx'
import { NothingHere } from './nothing-here.tsx'

/** A tenant that is not theirs looks the same as one that does not exist. */
export function TenantGate({ children }: { children: ReactNode }) {
  const t = useTranslations('tenant')
  const words = useTranslations('notFound')
  const tenant = useTenant()
  const known = useMe().tenants.some((one) => one.name === tenant)
  useEffect(() => {
    if (known) writeLastTenant(tenant)
  }, [known, tenant])
  if (known) return children
  return (
    <Page>
      <NothingHere title={t('notFound', { name: tenant })} hint={t('notFoundHint')} back="/">
        {words('home')}
      </NothingHere>
    </Page>
  )
}
