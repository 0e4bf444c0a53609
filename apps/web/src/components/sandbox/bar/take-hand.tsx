'use client'

import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Hand } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useRefreshSandbox } from '../use-sandbox.ts'

/** For who teaches: what the student asks, that somebody comes, and that it is done. */
export function TakeHand({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox.driving')
  const { sandboxes } = useTRPC()
  const refresh = useRefreshSandbox()
  const take = useMutation(sandboxes.takeHand.mutationOptions(refresh))
  const lower = useMutation(sandboxes.lowerHand.mutationOptions(refresh))
  const { id, hand } = sandbox
  if (hand === null) return null
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2 rounded-md bg-accent-soft px-2 py-1 text-xs text-accent-text">
      <Hand aria-hidden className="size-4" />
      {hand.note ? <span className="[overflow-wrap:anywhere]">{hand.note}</span> : null}
      {hand.takenBy === null ? (
        <Button size="sm" busy={take.isPending} onClick={() => take.mutate({ sandbox: id })}>
          {t('take')}
        </Button>
      ) : (
        <span>{t('takenBy', { by: hand.takenBy })}</span>
      )}
      <Button size="sm" busy={lower.isPending} onClick={() => lower.mutate({ sandbox: id })}>
        {t('handDone')}
      </Button>
    </span>
  )
}
