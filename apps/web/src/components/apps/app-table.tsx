'use client'

import type { AppView } from '@berth/protocol'
import { Table, Th } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { AppRow } from './app-row.tsx'

export function AppTable({ apps }: { apps: readonly AppView[] }) {
  const t = useTranslations('apps')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('state')}</Th>
          <Th className="max-md:hidden">{t('address')}</Th>
          <Th className="max-lg:hidden">{t('image')}</Th>
          <Th className="text-right">{t('lastDeploy')}</Th>
        </tr>
      </thead>
      <tbody>
        {apps.map((app) => (
          <AppRow key={app.id} app={app} />
        ))}
      </tbody>
    </Table>
  )
}
