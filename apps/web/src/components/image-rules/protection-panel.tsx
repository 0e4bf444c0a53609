'use client'

import type { TagRuleView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { RuleCells } from './rule-cells.tsx'
import { RuleTable } from './rule-table.tsx'

const ProtectionDialog = dynamic(() =>
  import('./protection-dialog.tsx').then((module) => module.ProtectionDialog),
)

/** Tags that may not move, or not be deleted. */
export function ProtectionPanel() {
  const t = useTranslations('imageRules')
  const tenant = useTenant()
  const trpc = useTRPC()
  const mayChange = useMay()('tenant:manage')
  const rules = useQuery(trpc.imageRules.tagRules.queryOptions({ tenant }))
  const [adds, setAdds] = useState(false)
  const add = (
    <Button size="sm" onClick={() => setAdds(true)}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  return (
    <Panel
      title={t('protection.title')}
      description={t('protection.hint')}
      actions={mayChange ? add : undefined}
    >
      <QueryView query={rules} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-sm text-muted">{t('protection.empty')}</p>
          ) : (
            <RuleTable label={t('protection.title')}>
              {list.map((rule) => (
                <ProtectionRow key={rule.id} rule={rule} mayChange={mayChange} />
              ))}
            </RuleTable>
          )
        }
      </QueryView>
      {adds ? <ProtectionDialog onClose={() => setAdds(false)} /> : null}
    </Panel>
  )
}

function ProtectionRow({ rule, mayChange }: { rule: TagRuleView; mayChange: boolean }) {
  const t = useTranslations('imageRules')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.imageRules.removeTagRule.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() }),
    }),
  )
  const pattern = `${rule.repositories}:${rule.tags}`
  const promises = (['noOverwrite', 'noDelete'] as const).filter((one) => rule[one])
  return (
    <Tr>
      <Td className="font-mono text-xs font-medium">{pattern}</Td>
      <Td label={t('rule')}>{promises.map((one) => t(`protection.${one}`)).join(' · ')}</Td>
      <RuleCells
        pattern={pattern}
        createdBy={rule.createdBy}
        mayChange={mayChange}
        removal={remove}
        onRemove={() => remove.mutate({ tenant, id: rule.id })}
      />
    </Tr>
  )
}
