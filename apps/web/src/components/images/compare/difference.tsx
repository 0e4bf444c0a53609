'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { ImageDiff } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { type Change, ChangeTable } from './change-table.tsx'
import { LayerChanges } from './layer-changes.tsx'

/** What one image has and another has not. */
export function Difference({ diff }: { diff: ImageDiff }) {
  const t = useTranslations('images')
  const config = useTranslations('images.config')
  const { added, removed, shared } = diff.bytes
  if (diff.from.digest === diff.to.digest) return <p className="text-sm text-muted">{t('same')}</p>
  const settings = diff.config.map(({ field, key, from, to }): Change => {
    return { name: key === null ? config(field) : `${config(field)} ${key}`, from, to }
  })
  const packages = diff.packages?.map(
    ({ type, name, from, to }): Change => ({ name: `${name} (${type})`, from, to }),
  )
  return (
    <>
      <p className="text-sm tabular">
        {t('bytesChanged', {
          added: formatBytes(added),
          removed: formatBytes(removed),
          shared: formatBytes(shared),
        })}
      </p>
      <LayerChanges layers={diff.layers} />
      <ChangeTable label={config('title')} changes={settings} />
      {packages ? (
        <ChangeTable label={t('packages')} changes={packages} />
      ) : (
        <p className="text-sm text-muted">{t('packagesUnknown')}</p>
      )}
    </>
  )
}
