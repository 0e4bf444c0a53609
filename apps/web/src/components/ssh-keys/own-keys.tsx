'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/provider.tsx'
import { KeysPanel } from './keys-panel.tsx'

/** A person's keys, for all their tenants. */
export function OwnKeys() {
  const t = useTranslations('sshKeys')
  const client = useTRPCClient()
  const keys = useQuery(useTRPC().keys.listOwn.queryOptions())
  return (
    <KeysPanel
      title={t('own')}
      hint={t('ownHint')}
      addText={t('add')}
      command="berth keys add laptop ~/.ssh/id_ed25519.pub"
      query={keys}
      reachOf={() => t('everywhere')}
      access={{
        add: (key) => client.keys.addOwn.mutate(key),
        remove: (id) => client.keys.removeOwn.mutate({ id }),
      }}
    />
  )
}
