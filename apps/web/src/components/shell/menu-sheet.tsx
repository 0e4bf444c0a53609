'use client'

import { Sheet } from '@berth/ui/sheet.tsx'
import { useTranslations } from 'next-intl'
import { Sidebar } from './sidebar.tsx'

/** The sidebar on a screen that has no room for it. */
export function MenuSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('nav')
  return (
    <Sheet open onOpenChange={onClose} title={t('menu')}>
      <Sidebar />
    </Sheet>
  )
}
