'use client'

import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Hand } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useRefreshSandbox, useSandboxAct } from '../use-sandbox.ts'

/** Asks those who teach to come, and says when somebody does, aloud, too. */
export function HandButton({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox')
  const raise = useMutation(useTRPC().sandboxes.raiseHand.mutationOptions(useRefreshSandbox()))
  const lower = useSandboxAct('lowerHand')
  const { hand } = sandbox
  if (sandbox.course === null) return null
  const text = hand === null ? t('raise') : hand.takenBy === null ? t('raised') : t('coming')
  return (
    <>
      <Button
        size="sm"
        variant={hand === null ? 'secondary' : 'primary'}
        aria-pressed={hand !== null}
        busy={raise.isPending || lower.busy}
        onClick={() => (hand === null ? raise.mutate({ sandbox: sandbox.id }) : lower.run())}
      >
        <Hand aria-hidden />
        {text}
      </Button>
      <span role="status" className="sr-only">
        {hand !== null && hand.takenBy !== null ? t('coming') : null}
      </span>
    </>
  )
}
