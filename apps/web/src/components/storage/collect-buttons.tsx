'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** Both begin a run at once; what it did appears among the runs. */
export function CollectButtons({ running }: { running: boolean }) {
  const t = useTranslations('storage')
  const { storage } = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const collect = useMutation(
    storage.collect.mutationOptions({
      onSuccess: (_, { dryRun }) => notify.success(t(dryRun ? 'dryBegun' : 'begun')),
      onError: (error) => notify.error(errorText(error).title),
      onSettled: () => queryClient.invalidateQueries({ queryKey: storage.pathKey() }),
    }),
  )
  const button = (dryRun: boolean) => (
    <Button
      variant={dryRun ? 'secondary' : 'primary'}
      disabled={running || collect.isPending}
      busy={collect.isPending && collect.variables.dryRun === dryRun}
      onClick={() => collect.mutate({ dryRun, reconcile: true })}
    >
      {t(dryRun ? 'dryRun' : 'collect')}
    </Button>
  )
  return (
    <>
      {button(true)}
      {button(false)}
    </>
  )
}
