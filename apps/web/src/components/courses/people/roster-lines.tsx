'use client'

import type { RosterLine } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { ListTable } from '../../list-table.tsx'

/** Enough to see whether the columns were understood. */
const SHOWN = 8

export function RosterLines({ lines }: { lines: readonly RosterLine[] }) {
  const t = useTranslations('courses.roster')
  return (
    <>
      <ListTable
        label={t('preview')}
        heads={[
          { text: t('name') },
          { text: t('email') },
          { text: t('group') },
          { text: t('externalId') },
          { text: t('change') },
        ]}
      >
        {lines.slice(0, SHOWN).map((line) => (
          <Tr key={line.line}>
            <Td label={t('name')}>{line.name}</Td>
            <Td label={t('email')}>{line.email}</Td>
            <Td label={t('group')}>{line.group ?? '–'}</Td>
            <Td label={t('externalId')}>{line.externalId ?? '–'}</Td>
            <Td label={t('change')}>
              <Badge tone={line.change === 'same' ? 'neutral' : 'accent'}>
                {t(`changes.${line.change}`)}
              </Badge>
            </Td>
          </Tr>
        ))}
      </ListTable>
      {lines.length > SHOWN ? (
        <p className="text-xs text-muted">{t('more', { count: lines.length - SHOWN })}</p>
      ) : null}
    </>
  )
}
