'use client'

import type { WallTile } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { HandPart } from './hand-part.tsx'
import { handQueue } from './wall-order.ts'

/** Raised hands in their order, with what is asked, whoever is shown below. */
export function HandQueue({ tiles }: { tiles: readonly WallTile[] }) {
  const t = useTranslations('wall')
  const asking = handQueue(tiles)
  if (asking.length === 0) return null
  return (
    <section aria-label={t('queue')} className="grid grid-cols-1 gap-2 rounded-lg border border-accent p-3">
      <h2 className="text-sm font-semibold tabular">
        <span role="status">{t('asking', { count: asking.length })}</span>
      </h2>
      <ol className="grid grid-cols-1 gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {asking.map(({ member, sandbox }, place) => (
          <li key={member.id} className="grid min-w-0 content-start gap-1.5">
            <span className="flex min-w-0 items-center gap-2 text-sm">
              <span className="text-muted tabular">{place + 1}.</span>
              <span className="min-w-0 flex-1 truncate font-medium">{member.name}</span>
              <Button asChild size="sm">
                <Link
                  href={`/s/${sandbox.id}`}
                  prefetch={false}
                  aria-label={t('lookAt', { name: member.name })}
                >
                  {t('look')}
                </Link>
              </Button>
            </span>
            <HandPart name={member.name} sandbox={sandbox} />
          </li>
        ))}
      </ol>
    </section>
  )
}
