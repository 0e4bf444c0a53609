'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { RepositoryView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { ListTable } from '../list-table.tsx'
import { When } from '../when.tsx'
import { repositoryPath } from './image-path.ts'

export function RepositoryTable({ label, rows }: { label: string; rows: readonly RepositoryView[] }) {
  const t = useTranslations('images')
  const format = useFormatter()
  const tenant = useTenant()
  return (
    <ListTable
      label={label}
      heads={[
        { text: t('repository') },
        { text: t('tags'), right: true },
        { text: t('size'), right: true },
        { text: t('pulls'), right: true },
        { text: t('pushed'), right: true },
      ]}
    >
      {rows.map((one) => (
        <Tr key={one.name}>
          <Td className="max-w-md">
            <Link
              href={repositoryPath(tenant, one.name)}
              className="rounded-sm font-mono text-xs font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline"
            >
              {one.name}
            </Link>
            {one.public ? <Badge className="ml-2">{t('isPublic')}</Badge> : null}
            {one.description ? (
              <span className="block truncate text-xs text-muted">{one.description}</span>
            ) : null}
          </Td>
          <Td label={t('tags')} className="text-right tabular">
            {format.number(one.tags)}
          </Td>
          <Td label={t('size')} className="text-right whitespace-nowrap tabular">
            {formatBytes(one.bytes)}
          </Td>
          <Td label={t('pulls')} className="text-right tabular">
            {format.number(one.pulls)}
          </Td>
          <Td label={t('pushed')} className="text-right">
            {one.pushedAt ? <When at={one.pushedAt} /> : '–'}
          </Td>
        </Tr>
      ))}
    </ListTable>
  )
}
