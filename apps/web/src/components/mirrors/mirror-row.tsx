'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { MirrorView } from '@berth/protocol'
import { Status } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useFormatter, useTranslations } from 'next-intl'
import { When } from '../when.tsx'
import { MirrorMenu } from './mirror-menu.tsx'
import { MIRROR_TONES, mirrorState } from './mirror-state.ts'

/** One mirror: where it points, how it does, what it holds, and how often that spared a request. */
export function MirrorRow({ mirror, onEdit }: { mirror: MirrorView; onEdit: () => void }) {
  const t = useTranslations('mirrors')
  const quota = useTranslations('quota')
  const format = useFormatter()
  const state = mirrorState(mirror)
  const asked = mirror.hits + mirror.misses
  return (
    <Tr>
      <Td>
        <span className="font-mono font-medium">mirror/{mirror.prefix}</span>
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">
          {mirror.url.replace(/^https:\/\//, '')}
          {mirror.username ? ` · ${mirror.username}` : ''}
        </span>
      </Td>
      <Td label={t('state')}>
        <Status tone={MIRROR_TONES[state]}>{t(`states.${state}`)}</Status>
        {state === 'failing' && mirror.failedAt ? (
          <span className="block max-w-80 text-xs text-muted [overflow-wrap:anywhere]">
            {mirror.failure} · <When at={mirror.failedAt} />
          </span>
        ) : null}
      </Td>
      <Td label={t('images')} className="text-right tabular">
        {format.number(mirror.repositories)}
      </Td>
      <Td label={t('size')} className="text-right whitespace-nowrap tabular">
        {quota('usedOf', { used: formatBytes(mirror.usedBytes), total: formatBytes(mirror.maxBytes) })}
      </Td>
      <Td label={t('hits')} className="text-right whitespace-nowrap tabular">
        {asked === 0 ? '–' : format.number(mirror.hits / asked, { style: 'percent' })}
        {asked === 0 ? null : (
          <span className="block text-xs text-faint">{t('ofAsked', { count: asked })}</span>
        )}
      </Td>
      <Td className="w-px text-right">
        <MirrorMenu mirror={mirror} onEdit={onEdit} />
      </Td>
    </Tr>
  )
}
