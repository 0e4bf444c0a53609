'use client'

import type { Permission } from '@berth/core/role.ts'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { permissionKey } from '../format/permission-key.ts'
import { useMay } from '../session/use-may.ts'
import { Page } from './page.tsx'

/** A page of the tenant, for those whose role may use it: to all others the server would refuse what it offers. */
export function OnlyAllowed(props: { permission: Permission; children: ReactNode }) {
  const t = useTranslations('tenant')
  const words = useTranslations('permission')
  const may = useMay()
  if (may(props.permission)) return props.children
  return (
    <Page>
      <EmptyState icon={Lock} title={t('notAllowed')}>
        <p className="text-sm text-muted">
          {t('notAllowedHint', { permission: words(permissionKey(props.permission)) })}
        </p>
      </EmptyState>
    </Page>
  )
}
