'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { LayerView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { CopyId } from '../../copy-text.tsx'
import { ListTable } from '../../list-table.tsx'

/** The layers from the lowest up, and the steps that made none. */
export function ImageLayers({ layers }: { layers: readonly LayerView[] }) {
  const t = useTranslations('images')
  return (
    <section className="grid grid-cols-1 gap-2">
      <h2 className="text-sm font-semibold">
        {t('layers', { count: layers.filter(({ digest }) => digest !== null).length })}
      </h2>
      <ListTable
        label={t('layerList')}
        heads={[{ text: t('madeBy') }, { text: t('digest') }, { text: t('size'), right: true }]}
      >
        {layers.map((layer, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a layer may be there twice, and the list never changes its order
          <Tr key={at}>
            <Td className="max-w-2xl font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
              {layer.instruction ?? <span className="font-sans text-faint">{t('unknownStep')}</span>}
            </Td>
            <Td label={t('digest')} className="text-muted">
              {layer.digest ? (
                <CopyId text={layer.digest} shown={layer.digest.slice(0, 19)} />
              ) : (
                <span className="text-xs text-faint">{t('noLayer')}</span>
              )}
            </Td>
            <Td label={t('size')} className="text-right whitespace-nowrap tabular">
              {layer.digest ? formatBytes(layer.bytes) : '–'}
            </Td>
          </Tr>
        ))}
      </ListTable>
    </section>
  )
}
