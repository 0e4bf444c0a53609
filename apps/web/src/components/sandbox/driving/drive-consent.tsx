'use client'

import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useRefreshSandbox } from '../use-sandbox.ts'

/** Its owner sees who asks to type with them, and who does; both end when the owner says so. */
export function DriveConsent({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox.driving')
  const allow = useMutation(useTRPC().sandboxes.allowDriver.mutationOptions(useRefreshSandbox()))
  const { id, driveAsk, driver } = sandbox
  const set = (user: string | null) => allow.mutate({ sandbox: id, user })
  return (
    <div role="status">
      {driveAsk === null ? null : (
        <Callout
          tone="info"
          title={t('asksDrive', { name: driveAsk.name })}
          className="m-2"
          actions={
            <>
              <Button size="sm" variant="primary" busy={allow.isPending} onClick={() => set(driveAsk.id)}>
                {t('allowDrive')}
              </Button>
              <Button size="sm" busy={allow.isPending} onClick={() => set(driver?.id ?? null)}>
                {t('denyDrive')}
              </Button>
            </>
          }
        >
          <p>{t('asksDriveHint')}</p>
        </Callout>
      )}
      {driver === null ? null : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-accent-soft px-4 py-2 text-sm text-accent-text">
          {t('drives', { name: driver.name })}
          <Button size="sm" busy={allow.isPending} onClick={() => set(null)}>
            {t('endDrive')}
          </Button>
        </p>
      )}
    </div>
  )
}
