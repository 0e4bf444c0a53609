'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'
import { When } from '../when.tsx'

/** Invitations that nobody has taken yet. */
export function InvitationList({ tenant }: { tenant: string }) {
  const t = useTranslations('members')
  const role = useTranslations('role')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const invitations = useQuery(trpc.invitations.list.queryOptions({ tenant }))
  const revoke = useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.invitations.pathKey() }),
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  if (!invitations.data?.length) return null
  return (
    <Panel title={t('open')} bodyClassName="p-0">
      <ul className="divide-y">
        {invitations.data.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{one.email}</span>
              <span className="text-xs text-muted">
                {role(one.role)} · {t('invitedBy', { who: one.invitedBy })} · {t('expires')}{' '}
                <When at={one.expiresAt} />
              </span>
            </span>
            <Button
              size="sm"
              busy={revoke.isPending && revoke.variables.id === one.id}
              onClick={() => revoke.mutate({ tenant, id: one.id })}
            >
              {t('revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
