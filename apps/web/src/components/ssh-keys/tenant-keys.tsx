'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC, useTRPCClient } from '../../trpc/provider.tsx'
import { KeysPanel } from './keys-panel.tsx'

/** Keys that are good for this tenant only: of its machines, and of people who added theirs by command. */
export function TenantKeys() {
  const t = useTranslations('sshKeys')
  const tenant = useTenant()
  const client = useTRPCClient()
  const keys = useQuery(useTRPC().keys.list.queryOptions({ tenant }))
  return (
    <KeysPanel
      title={t('ofTenant')}
      hint={t('ofTenantHint')}
      addText={t('addMachine')}
      command="berth keys add ci ~/.ssh/id_ed25519.pub --machine"
      query={keys}
      reachOf={({ kind, by }) => (kind === 'machine' ? by : t('person', { by }))}
      access={{
        add: (key) => client.keys.add.mutate({ tenant, ...key, machine: true }),
        remove: (id) => client.keys.remove.mutate({ tenant, id }),
      }}
    />
  )
}
