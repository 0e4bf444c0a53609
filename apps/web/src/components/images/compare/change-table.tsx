'use client'

import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { ListTable } from '../../list-table.tsx'

export type Change = { readonly name: string; readonly from: string | null; readonly to: string | null }

/** What was and what is; what there was not is a dash. */
export function ChangeTable({ label, changes }: { label: string; changes: readonly Change[] }) {
  const t = useTranslations('images')
  return (
    <section className="grid grid-cols-1 gap-2">
      <h2 className="text-sm font-semibold">{label}</h2>
      {changes.length === 0 ? (
        <p className="text-sm text-muted">{t('noChanges')}</p>
      ) : (
        <ListTable label={label} heads={[{ text: t('what') }, { text: t('before') }, { text: t('after') }]}>
          {changes.map(({ name, from, to }) => (
            <Tr key={name}>
              <Td className="max-w-64 [overflow-wrap:anywhere]">{name}</Td>
              <Td label={t('before')} className="max-w-md font-mono text-xs [overflow-wrap:anywhere]">
                {from === null ? '–' : <del className="decoration-bad">{from}</del>}
              </Td>
              <Td label={t('after')} className="max-w-md font-mono text-xs [overflow-wrap:anywhere]">
                {to === null ? '–' : <ins className="no-underline">{to}</ins>}
              </Td>
            </Tr>
          ))}
        </ListTable>
      )}
    </section>
  )
}
