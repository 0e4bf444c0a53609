'use client'

import type { LabView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { When } from '../when.tsx'
import { LabStatus } from './lab-status.tsx'

export function LabRow({ lab }: { lab: LabView }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  return (
    <Tr>
      <Td>
        <Link href={`/t/${tenant}/labs/${lab.name}`} className="rounded-sm font-medium hover:underline">
          {lab.title}
        </Link>
        <span className="block font-mono text-xs text-faint">{lab.name}</span>
      </Td>
      <Td label={t('version')} className="tabular">
        {lab.version.number}
      </Td>
      <Td label={t('stateHead')}>
        <LabStatus state={lab.version.state} />
      </Td>
      <Td label={t('courses')}>{lab.courses.length === 0 ? t('noCourse') : lab.courses.join(', ')}</Td>
      <Td label={t('changed')}>
        <When at={lab.version.createdAt} />
      </Td>
    </Tr>
  )
}
