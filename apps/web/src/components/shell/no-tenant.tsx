'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Building2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

const NewTenantDialog = dynamic(() =>
  import('./new-tenant-dialog.tsx').then((module) => module.NewTenantDialog),
)

export function NoTenant() {
  const t = useTranslations('tenant')
  const [open, setOpen] = useState(false)
  return (
    <EmptyState icon={Building2} title={t('noneTitle')}>
      <p className="max-w-md text-sm text-muted">{t('noneHint')}</p>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t('create')}
      </Button>
      {open ? <NewTenantDialog open onOpenChange={setOpen} /> : null}
    </EmptyState>
  )
}
