'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { LayerChange } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import { Td, Tr } from '@berth/ui/table.tsx'
import { Equal, Minus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ListTable } from '../../list-table.tsx'

const LOOKS = {
  shared: { icon: Equal, className: 'text-muted' },
  added: { icon: Plus, className: 'text-ok' },
  removed: { icon: Minus, className: 'text-bad' },
} as const

export function LayerChanges({ layers }: { layers: readonly LayerChange[] }) {
  const t = useTranslations('images')
  return (
    <ListTable
      label={t('layerList')}
      heads={[
        { text: t('state') },
        { text: t('digest') },
        { text: t('madeBy') },
        { text: t('size'), right: true },
      ]}
    >
      {layers.map((layer, at) => {
        const look = LOOKS[layer.state]
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a layer may be there twice, and the list never changes its order
          <Tr key={at}>
            <Td>
              <span
                className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', look.className)}
              >
                <look.icon aria-hidden className="size-3.5" />
                {t(`layerState.${layer.state}`)}
              </span>
            </Td>
            <Td label={t('digest')} className="font-mono text-xs text-muted">
              {layer.digest?.slice(0, 19)}
            </Td>
            <Td label={t('madeBy')} className="max-w-xl font-mono text-xs [overflow-wrap:anywhere]">
              {layer.instruction ?? '–'}
            </Td>
            <Td label={t('size')} className="text-right whitespace-nowrap tabular">
              {formatBytes(layer.bytes)}
            </Td>
          </Tr>
        )
      })}
    </ListTable>
  )
}
