'use client'

import { cn } from '@berth/ui/cn.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { When } from '../when.tsx'

const MOST = 8

/** The newest tags of one repository. */
export function TagPicker(props: {
  tenant: string
  repository: string
  current: string
  reference: (tag: string) => string
  onPick: (image: string) => void
}) {
  const t = useTranslations('newApp')
  const { tenant, repository } = props
  const tags = useQuery(useTRPC().images.tags.queryOptions({ tenant, repository, limit: MOST }))
  if (!tags.data) return null
  return (
    <ul aria-label={t('tags')} className="flex flex-wrap gap-1.5">
      {tags.data.tags.map((tag) => {
        const reference = props.reference(tag.tag)
        return (
          <li key={tag.tag}>
            <button
              type="button"
              aria-pressed={reference === props.current}
              onClick={() => props.onPick(reference)}
              className={cn(
                'flex h-7 items-center gap-2 rounded-md border px-2 text-xs hover:bg-hover',
                reference === props.current && 'border-accent bg-accent-soft text-accent-text',
              )}
            >
              <span className="font-mono">:{tag.tag}</span>
              <When at={tag.pushedAt} className="text-faint" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
