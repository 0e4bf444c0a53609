'use client'

import type { TokenView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useNow } from '../../format/use-now.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'
import { When } from '../when.tsx'

export function TokenRow({ token }: { token: TokenView }) {
  const t = useTranslations('tokens')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const expired = token.expiresAt.getTime() < useNow().getTime()
  const dead = token.revokedAt !== null || expired
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        notify.success(t('revoked', { name: token.name }))
        await queryClient.invalidateQueries({ queryKey: trpc.tokens.pathKey() })
      },
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  return (
    <Tr>
      <Td>
        <span className="font-medium">{token.name}</span>
        <span className="block text-xs whitespace-nowrap text-faint">
          <span className="font-mono">…{token.lastFour}</span> · {token.by}
        </span>
      </Td>
      <Td label={t('scopes')}>
        <span className="flex max-w-80 flex-wrap gap-1">
          {token.scopes.map((scope) => (
            <Badge key={scope} className="font-mono">
              {scope}
            </Badge>
          ))}
        </span>
        {token.repositories.length > 0 ? (
          <span className="mt-1 block max-w-80 text-xs break-words text-muted">
            {t('onlyIn', { repositories: token.repositories.join(', ') })}
          </span>
        ) : null}
      </Td>
      <Td label={t('lastUsed')}>
        {token.lastUsedAt ? <When at={token.lastUsedAt} /> : <span className="text-muted">{t('never')}</span>}
      </Td>
      <Td label={t('expires')}>
        {token.revokedAt ? (
          <Badge tone="bad">{t('isRevoked')}</Badge>
        ) : expired ? (
          <Badge tone="warn">{t('isExpired')}</Badge>
        ) : (
          <When at={token.expiresAt} />
        )}
      </Td>
      <Td className="w-px text-right">
        {dead ? null : (
          <Button
            size="sm"
            variant="danger-quiet"
            busy={revoke.isPending}
            onClick={() => revoke.mutate({ tenant, id: token.id })}
          >
            {t('revoke')}
          </Button>
        )}
      </Td>
    </Tr>
  )
}
