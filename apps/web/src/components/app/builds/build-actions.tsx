'use client'

import type { BuildDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw, Square } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'
import { useAppName } from '../use-app.ts'

/** Cancel what runs or waits; build once more what has ended. */
export function BuildActions({ build }: { build: BuildDetailView }) {
  const t = useTranslations('builds')
  const name = useAppName()
  const trpc = useTRPC()
  const router = useRouter()
  const may = useMay()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const onError = (error: unknown) => notify.error(errorText(error).title)
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.builds.pathKey() })
  const cancel = useMutation(trpc.builds.cancel.mutationOptions({ onSuccess: refresh, onError }))
  const again = useMutation(
    trpc.builds.again.mutationOptions({
      onSuccess: async ({ id }) => {
        await refresh()
        router.push(`/t/${name.tenant}/apps/${name.app}/builds/${id}`)
      },
      onError,
    }),
  )
  if (!may('app:deploy')) return null
  const ask = { ...name, id: build.id }
  if (build.state === 'queued' || build.state === 'running') {
    return (
      <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate(ask)}>
        <Square aria-hidden />
        {t('cancel')}
      </Button>
    )
  }
  if (build.endedAt === null || !build.again) return null
  return (
    <Button size="sm" busy={again.isPending} onClick={() => again.mutate(ask)}>
      <RotateCw aria-hidden />
      {t('again')}
    </Button>
  )
}
