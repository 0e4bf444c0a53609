'use client'

import type { SandboxView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useRefreshSandbox } from '../use-sandbox.ts'

/** For who teaches: asks the student to type with them, and says how that stands. */
export function DriveButton({ sandbox }: { sandbox: SandboxView & { me: string | null } }) {
  const t = useTranslations('sandbox.driving')
  const { sandboxes } = useTRPC()
  const refresh = useRefreshSandbox()
  const ask = useMutation(sandboxes.askToDrive.mutationOptions(refresh))
  const stop = useMutation(sandboxes.stopDriving.mutationOptions(refresh))
  const { id, driver, driveAsk, me } = sandbox
  const drives = driver !== null && driver.id === me
  const asks = driveAsk !== null && driveAsk.id === me
  return (
    <span role="status" className="flex flex-wrap items-center gap-2">
      {drives ? <Badge tone="accent">{t('youDrive')}</Badge> : null}
      {driver !== null && !drives ? <Badge tone="accent">{t('drives', { name: driver.name })}</Badge> : null}
      {asks ? <Badge>{t('asked')}</Badge> : null}
      {drives || asks ? (
        <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate({ sandbox: id })}>
          {t(drives ? 'stopDrive' : 'withdraw')}
        </Button>
      ) : (
        <Button size="sm" busy={ask.isPending} onClick={() => ask.mutate({ sandbox: id })}>
          <Keyboard aria-hidden />
          {t('askDrive')}
        </Button>
      )}
    </span>
  )
}
