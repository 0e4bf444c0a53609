'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { NodeImageView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Table, Td, Th, Tr } from '@berth/ui/table.tsx'
import { useFormatter, useTranslations } from 'next-intl'
import { When } from '../when.tsx'

/** `sha256:` and twelve digits, as docker shows it. */
const SHORT_DIGEST = 19

/** The images of a node; one that a container needs cannot be removed. */
export function NodeImageTable(props: {
  images: readonly NodeImageView[]
  onRemove: (digest: string) => void
}) {
  const t = useTranslations('nodeImages')
  const format = useFormatter()
  return (
    <Table label={t('images')} cards>
      <thead>
        <tr>
          <Th>{t('image')}</Th>
          <Th>{t('size')}</Th>
          <Th>{t('lastUse')}</Th>
          <Th>{t('usedBy')}</Th>
          <Th>
            <span className="sr-only">{t('remove')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {props.images.map((image) => (
          <Tr key={image.digest}>
            <Td label={t('image')}>
              <span className="block">{format.list(image.repositories) || t('deleted')}</span>
              <span className="font-mono text-xs text-muted">{image.digest.slice(0, SHORT_DIGEST)}</span>
            </Td>
            <Td label={t('size')} className="tabular">
              {formatBytes(image.bytes)}
            </Td>
            <Td label={t('lastUse')}>
              <When at={image.usedAt} />
            </Td>
            <Td label={t('usedBy')}>{format.list(image.usedBy) || t('nobody')}</Td>
            <Td>
              {image.usedBy.length === 0 ? (
                <Button size="sm" onClick={() => props.onRemove(image.digest)}>
                  {t('remove')}
                </Button>
              ) : null}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
