'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { ReferrerView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { When } from '../../when.tsx'
import { imagePath } from '../image-path.ts'

/** Signatures, SBOMs and the like, and what speaks of those. Quiet when there are none. */
export function ImageReferrers(props: { repository: string; reference: string }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const referrers = useQuery(useTRPC().images.referrers.queryOptions({ tenant, ...props }))
  if (!referrers.data || referrers.data.length === 0) return null
  return (
    <Panel title={t('referrers')} description={t('referrersHint')}>
      <Tree repository={props.repository} nodes={referrers.data} />
    </Panel>
  )
}

function Tree({ repository, nodes }: { repository: string; nodes: readonly ReferrerView[] }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  return (
    <ul className="grid gap-2">
      {nodes.map((node) => (
        <li key={node.digest} className="grid gap-2">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <Badge>{t(`kind.${node.kind}`)}</Badge>
            <Link
              href={imagePath(tenant, repository, node.digest)}
              className="rounded-sm font-mono text-xs underline underline-offset-4"
            >
              {node.digest.slice(0, 19)}
            </Link>
            <span className="font-mono text-xs text-muted [overflow-wrap:anywhere]">{node.artifactType}</span>
            <span className="text-xs text-muted tabular">{formatBytes(node.bytes)}</span>
            <When at={node.pushedAt} className="text-xs text-muted" />
          </span>
          {node.referrers.length > 0 ? (
            <div className="ml-2 border-l pl-4">
              <Tree repository={repository} nodes={node.referrers} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
