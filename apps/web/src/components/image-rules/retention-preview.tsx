'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { RetentionRuleView, RetentionTagView } from '@berth/protocol'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Status } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListTable } from '../list-table.tsx'
import { QueryView } from '../query-view.tsx'
import { When } from '../when.tsx'
import { useVerdict } from './use-verdict.ts'

type Draft = Pick<
  RetentionRuleView,
  'repositories' | 'tags' | 'keepLast' | 'keepPushedDays' | 'keepPulledDays' | 'untaggedDays'
>

/** Each tag, and why it goes or stays; with one more rule when it is given. */
export function RetentionPreview({ rule }: { rule?: Draft }) {
  const t = useTranslations('imageRules')
  const tenant = useTenant()
  const preview = useQuery(
    useTRPC().imageRules.previewRetention.queryOptions({ tenant, ...(rule ? { rule } : {}) }),
  )
  return (
    <QueryView query={preview} skeleton={<Skeleton className="h-24" />}>
      {({ tags, going, total, images, bytes }) => (
        <div className="grid grid-cols-1 gap-2">
          <p className="text-sm font-medium" role="status">
            {t('retention.summary', { going, total, images, bytes: formatBytes(bytes) })}
          </p>
          <p className="text-xs text-muted">{t('retention.order')}</p>
          {tags.length === 0 ? (
            <p className="text-sm text-muted">{t('retention.none')}</p>
          ) : (
            <section aria-label={t('retention.preview')} className="max-h-96 overflow-y-auto rounded-lg">
              <ListTable
                label={t('retention.preview')}
                heads={[
                  { text: t('retention.tag') },
                  { text: t('retention.pushedAt') },
                  { text: t('retention.why') },
                ]}
              >
                {tags.map((tag) => (
                  <PreviewRow key={`${tag.repository}:${tag.tag}`} tag={tag} />
                ))}
              </ListTable>
            </section>
          )}
        </div>
      )}
    </QueryView>
  )
}

function PreviewRow({ tag }: { tag: RetentionTagView }) {
  const t = useTranslations('imageRules')
  const verdict = useVerdict()
  const goes = tag.verdict.kind === 'goes'
  return (
    <Tr>
      <Td className="font-mono text-xs [overflow-wrap:anywhere]">{`${tag.repository}:${tag.tag}`}</Td>
      <Td label={t('retention.pushedAt')} className="whitespace-nowrap">
        <When at={tag.pushedAt} />
      </Td>
      <Td label={t('retention.why')}>
        <Status tone={goes ? 'warn' : 'ok'}>{goes ? t('retention.goes') : t('retention.stays')}</Status>
        <span className="block text-xs text-muted">{verdict(tag.verdict)}</span>
      </Td>
    </Tr>
  )
}
