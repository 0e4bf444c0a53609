'use client'

import type { RetentionRuleView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { When } from '../when.tsx'
import { RuleCells } from './rule-cells.tsx'

export function RetentionRow({ rule, mayChange }: { rule: RetentionRuleView; mayChange: boolean }) {
  const t = useTranslations('imageRules')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.imageRules.removeRetentionRule.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() }),
    }),
  )
  const pattern = `${rule.repositories}:${rule.tags}`
  const { keepLast, keepPushedDays, keepPulledDays, untaggedDays } = rule
  const words = [
    keepLast === null ? null : t('retention.last', { count: keepLast }),
    keepPushedDays === null ? null : t('retention.pushed', { days: keepPushedDays }),
    keepPulledDays === null ? null : t('retention.pulled', { days: keepPulledDays }),
    untaggedDays === null ? null : t('retention.untagged', { days: untaggedDays }),
  ].filter((word) => word !== null)
  return (
    <Tr>
      <Td className="font-mono text-xs font-medium">{pattern}</Td>
      <Td label={t('rule')}>
        {words.join(' · ')}
        <span className="block text-xs text-faint">
          {t('retention.lastRun')}
          {': '}
          {rule.lastRunAt ? <When at={rule.lastRunAt} /> : t('retention.never')}
          {rule.lastRemoved === null ? null : `, ${t('retention.removed', { count: rule.lastRemoved })}`}
        </span>
      </Td>
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
