'use client'

import type { RepositoryView } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { QueryView } from '../query-view.tsx'
import { TagPicker } from './tag-picker.tsx'

const MOST = 12

/** The tenant's repositories, then the library's; picking one shows its tags. */
export function ImageSuggestions(props: { tenant: string; value: string; onPick: (image: string) => void }) {
  const t = useTranslations('newApp')
  const images = useQuery(useTRPC().images.list.queryOptions({ tenant: props.tenant, limit: 200 }))
  const shortName = (repository: RepositoryView) => repository.name.replace(`${props.tenant}/`, '')
  const typed = props.value.replace(/[:@].*$/, '')
  return (
    <QueryView query={images} skeleton={<Skeleton className="h-8" />}>
      {(list) => {
        const sorted = list.repositories
          .filter((one) => one.tags > 0)
          .toSorted((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name))
        const picked = sorted.find((one) => one.name === typed || shortName(one) === typed)
        const shown = picked ? [picked] : sorted.filter((one) => one.name.includes(typed)).slice(0, MOST)
        if (shown.length === 0) return null
        return (
          <div className="grid grid-cols-1 gap-2">
            <ul aria-label={t('suggestions')} className="flex flex-wrap gap-1.5">
              {shown.map((one) => (
                <li key={one.name}>
                  <button
                    type="button"
                    aria-pressed={one === picked}
                    onClick={() => props.onPick(one === picked ? '' : shortName(one))}
                    className={cn(
                      'h-7 rounded-md border px-2 font-mono text-xs hover:bg-hover',
                      one === picked && 'border-accent bg-accent-soft text-accent-text',
                    )}
                  >
                    {shortName(one)}
                  </button>
                </li>
              ))}
            </ul>
            {picked ? (
              <TagPicker
                tenant={props.tenant}
                repository={picked.name}
                current={props.value}
                reference={(tag) => `${shortName(picked)}:${tag}`}
                onPick={props.onPick}
              />
            ) : null}
          </div>
        )
      }}
    </QueryView>
  )
}
