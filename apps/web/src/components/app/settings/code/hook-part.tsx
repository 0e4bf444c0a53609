'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../../../live/live-context.ts'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { ErrorCallout } from '../../../error-callout.tsx'
import { ShownOnce } from '../../../shown-once.tsx'
import { useAppName } from '../../use-app.ts'
import { HookDeliveries } from './hook-deliveries.tsx'

/** The webhook that GitHub, GitLab or Gitea call, and what they called. */
export function HookPart() {
  const t = useTranslations('code')
  const name = useAppName()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: trpc.git.hook.pathKey() })
  const hook = useQuery(trpc.git.hook.queryOptions(name, { refetchInterval: usePolling() }))
  const renew = useMutation(trpc.git.renewHook.mutationOptions({ onSuccess }))
  const remove = useMutation(
    trpc.git.removeHook.mutationOptions({
      onSuccess: () => {
        renew.reset()
        return onSuccess()
      },
    }),
  )
  const error = renew.error ?? remove.error
  const isThere = hook.data !== undefined && hook.data.since !== null
  return (
    <section className="grid grid-cols-1 gap-2">
      <h3 className="text-sm font-medium">{t('hook')}</h3>
      <p className="text-xs text-muted">{t('hookHint')}</p>
      {renew.data ? (
        <div className="grid grid-cols-1 gap-2">
          <ShownOnce text={renew.data.url} hint={t('hookUrl')} />
          <ShownOnce text={renew.data.secret} hint={t('hookSecret')} />
        </div>
      ) : null}
      {error ? <ErrorCallout error={error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" busy={renew.isPending} onClick={() => renew.mutate(name)}>
          {t(isThere ? 'renewHook' : 'makeHook')}
        </Button>
        {isThere ? (
          <Button size="sm" busy={remove.isPending} onClick={() => remove.mutate(name)}>
            {t('removeHook')}
          </Button>
        ) : null}
      </div>
      {hook.data ? <HookDeliveries deliveries={hook.data.deliveries} /> : null}
    </section>
  )
}
