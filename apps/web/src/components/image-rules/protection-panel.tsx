'use client'

import type { TagRuleView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { RuleCells } from './rule-cells.tsx'
import { RulePanel } from './rule-panel.tsx'

const ProtectionDialog = dynamic(() =>
  import('./protection-dialog.tsx').then((module) => module.ProtectionDialog),
)

/** Tags that may not move, or not be deleted. */
export function ProtectionPanel() {
  const tenant = useTenant()
  const rules = useQuery(useTRPC().imageRules.tagRules.queryOptions({ tenant }))
  const [adds, setAdds] = useState(false)
  return (
    <RulePanel
      kind="protection"
      rules={rules}
      row={(rule, mayChange) => <ProtectionRow key={rule.id} rule={rule} mayChange={mayChange} />}
      onAdd={() => setAdds(true)}
    >
      {adds ? <ProtectionDialog onClose={() => setAdds(false)} /> : null}
    </RulePanel>
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
