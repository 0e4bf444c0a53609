'use client'

import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'
import { QueryView } from '../query-view.tsx'
import { When } from '../when.tsx'
import { browserName } from './browser-name.ts'

export function SessionsPanel() {
  const t = useTranslations('account')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const onError = (error: unknown) => notify.error(errorText(error).title)
  const sessions = useQuery(trpc.account.sessions.queryOptions())
  const revoke = useMutation(
    trpc.account.revokeSession.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.account.pathKey() }),
      onError,
    }),
  )
  const revokeAll = useMutation(
    trpc.account.revokeAllSessions.mutationOptions({
      onSuccess: async () => {
        notify.success(t('signedOutElsewhere'))
        await queryClient.invalidateQueries({ queryKey: trpc.account.pathKey() })
      },
      onError,
    }),
  )
  const everywhere = (
    <Button size="sm" variant="danger-quiet" busy={revokeAll.isPending} onClick={() => revokeAll.mutate()}>
      {t('signOutEverywhere')}
    </Button>
  )
  return (
    <Panel title={t('sessions')} actions={everywhere} bodyClassName="p-0">
      <QueryView query={sessions} skeleton={<Skeleton className="m-4 h-20" />}>
        {(list) => (
          <ul className="divide-y">
            {list.map((session) => (
              <li key={session.id} className="flex items-center justify-between gap-4 px-4 py-2.5 text-sm">
                <span className="min-w-0">
                  <span className="font-medium">{browserName(session.userAgent) ?? t('unknownBrowser')}</span>
                  {session.current ? (
                    <Badge tone="ok" className="ml-2">
                      {t('thisOne')}
                    </Badge>
                  ) : null}
                  <span className="block text-xs text-muted">
                    <span className="font-mono">{session.ip ?? '–'}</span> · <When at={session.lastSeenAt} />
                  </span>
                </span>
                {session.current ? null : (
                  <Button
                    size="sm"
                    busy={revoke.isPending && revoke.variables.id === session.id}
                    onClick={() => revoke.mutate({ id: session.id })}
                  >
                    {t('revokeSession')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Panel>
  )
}
