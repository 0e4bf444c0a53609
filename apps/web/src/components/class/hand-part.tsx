'use client'

import type { WallSandbox } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Hand } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { When } from '../when.tsx'
import { useRefreshWall } from './use-refresh-wall.ts'

/** Who asks for help, since when and about what; who takes it, and that it is done. */
export function HandPart({ name, sandbox }: { name: string; sandbox: WallSandbox }) {
  const t = useTranslations('wall')
  const trpc = useTRPC()
  const refresh = useRefreshWall()
  const take = useMutation(trpc.sandboxes.takeHand.mutationOptions(refresh))
  const lower = useMutation(trpc.sandboxes.lowerHand.mutationOptions(refresh))
  const { hand, id } = sandbox
  if (hand === null) return null
  return (
    <div className="grid grid-cols-1 gap-1.5 rounded-md bg-accent-soft p-2 text-xs text-accent-text">
      <span className="flex flex-wrap items-center gap-1.5 font-medium">
        <Hand aria-hidden className="size-4" />
        {hand.takenBy === null ? t('hand') : t('handTaken', { by: hand.takenBy })}
        <When at={hand.at} />
      </span>
      {hand.note ? <span className="[overflow-wrap:anywhere]">{hand.note}</span> : null}
      <span className="flex flex-wrap gap-1.5">
        {hand.takenBy === null ? (
          <Button
            size="sm"
            busy={take.isPending}
            aria-label={t('takeOf', { name })}
            onClick={() => take.mutate({ sandbox: id })}
          >
            {t('take')}
          </Button>
        ) : null}
        <Button
          size="sm"
          busy={lower.isPending}
          aria-label={t('doneOf', { name })}
          onClick={() => lower.mutate({ sandbox: id })}
        >
          {t('handDone')}
        </Button>
      </span>
    </div>
  )
}
