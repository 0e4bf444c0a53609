'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ConfirmByName } from '../../confirm-by-name.tsx'
import { useVolumes } from '../../volumes/use-volumes.ts'
import { useAppName } from '../use-app.ts'

export function DestroyPanel() {
  const t = useTranslations('settings')
  const volumes = useTranslations('volumes')
  const name = useAppName()
  const kept = (useVolumes(name.app).data ?? []).map((volume) => volume.name).join(', ')
  const router = useRouter()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState(false)
  const destroy = useMutation(
    trpc.apps.destroy.mutationOptions({
      onSuccess: async () => {
        router.push(`/t/${name.tenant}`)
        notify.success(t('destroyed', { app: name.app }))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.list.queryKey() })
      },
    }),
  )
  return (
    <Panel title={t('destroy')}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-xl text-sm text-muted">{t('destroyHint')}</p>
        <Button variant="danger-quiet" onClick={() => setOpen(true)}>
          {t('destroyApp')}
        </Button>
      </div>
      <ConfirmByName
        open={open}
        onOpenChange={setOpen}
        title={t('destroyTitle', { app: name.app })}
        name={name.app}
        action={t('destroyApp')}
        busy={destroy.isPending}
        error={destroy.error}
        onConfirm={() => destroy.mutate(name)}
      >
        {t('destroyHint')}
        {kept === '' ? null : ` ${volumes('staysWithout', { names: kept })}`}
      </ConfirmByName>
    </Panel>
  )
}
